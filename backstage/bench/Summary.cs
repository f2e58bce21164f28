namespace BigBen.Bench;

internal static class Summary
{
    /// <summary>A row of the table: the medians of the rounds, and every round's ratio.</summary>
    public static string Line(string name, IReadOnlyList<Figure> rounds)
    {
        var (reach, format) = (rounds[0].Reach, rounds[0].Format);
        var ours = string.Format(null, format, Median(rounds.Select(figure => figure.Ours)));
        var against = string.Format(null, format, Median(rounds.Select(figure => figure.Against)));
        var ratios = string.Join(' ', rounds.Select(figure => $"{figure.Ratio:0.00}"));
        return $"| {name} | {reach} | {ours} | {against} | **{Median(rounds.Select(figure => figure.Ratio)):0.00}** ({ratios}) |";
    }

    private static double Median(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
