namespace BigBen.Verbs.Views;

/// <summary>The rows of <c>status</c> as lines, none of which a terminal has to break.</summary>
internal static class StatusTable
{
    private static readonly string[] Heads = ["APPLICATION", "SYNC", "HEALTH", "READY", "VERSION", "REVISION", "AGE", "URL"];

    /// <summary>A line for each row; where that is too wide, its URL is a line of its own.</summary>
    /// <param name="rows">The cells of each.</param>
    /// <param name="width">The columns of the terminal.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<IReadOnlyList<string>> rows, int width)
    {
        var widths = Heads.Select((head, column) => rows.Select(row => row[column].Length).Append(head.Length).Max()).ToArray();
        var fits = widths.Sum() + widths.Length - 1 <= width;
        yield return Line(Heads);
        foreach (var row in rows)
        {
            yield return Line(row);
            if (!fits && row[^1].Length > 0)
                yield return $"  {row[^1]}";
        }

        string Line(IReadOnlyList<string> cells) => string
            .Join(' ', cells.Take(fits ? cells.Count : cells.Count - 1).Select((cell, column) => cell.PadRight(widths[column])))
            .TrimEnd();
    }
}
