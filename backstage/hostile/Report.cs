namespace BigBen.Hostile;

/// <summary>Tells what was tried and what came of it.</summary>
/// <param name="output">Where.</param>
/// <param name="seed">The seed of the run.</param>
internal sealed class Report(TextWriter output, int seed)
{
    private const int Shown = 20;

    private readonly List<string> _rows = [];
    private bool _isGood = true;

    /// <summary>Tells the seed before anything can go wrong.</summary>
    public void Begin() => output.WriteLine($"seed {seed}");

    /// <summary>Tells what must not be of a part, and keeps its row.</summary>
    public void Tell(string part, Outcome outcome, (string Text, bool IsAllowed) growth)
    {
        _rows.Add($"| {part} | {outcome.Cases} | {outcome.Failures.Count} | {outcome.Answers} | {growth.Text} |");
        _isGood &= outcome.Failures.Count == 0 && growth.IsAllowed;
        if (!growth.IsAllowed)
            output.WriteLine($"{part}: it has grown: {growth.Text}");
        foreach (var failure in outcome.Failures.Take(Shown))
        {
            output.WriteLine($"{part}, case {failure.Case}: {failure.Wrong}");
            output.WriteLine($"  {failure.What}");
            output.WriteLine($"  again: dotnet run -c Release --project backstage/hostile -- --seed {seed} --case {failure.Case} {part}");
        }
    }

    /// <summary>Prints the table.</summary>
    /// <returns>The exit code: 0 where nothing was that must not be.</returns>
    public int End()
    {
        output.WriteLine("| part | cases | failures | answers | growth |");
        output.WriteLine("|---|---|---|---|---|");
        _rows.ForEach(output.WriteLine);
        return _isGood ? 0 : 1;
    }
}
