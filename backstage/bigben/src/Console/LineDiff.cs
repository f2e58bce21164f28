namespace BigBen.Console;

/// <summary>The difference of two texts, line by line, with a few equal lines around what differs.</summary>
internal static class LineDiff
{
    private const int Around = 3;

    // Beyond this, comparing every line with every line takes too long for a page.
    private const int Most = 1500;

    /// <summary>
    /// Lines that begin with '-' where only <paramref name="old"/> has them, '+' where only <paramref name="new"/> has, ' ' where both.
    /// </summary>
    public static IReadOnlyList<string> Of(string old, string @new)
    {
        var (left, right) = (Lines(old), Lines(@new));
        return left.Length > Most || right.Length > Most
            ? [.. left.Select(line => $"-{line}"), .. right.Select(line => $"+{line}")]
            : Shorten(All(left, right));
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');

    // By the longest common subsequence.
    private static List<string> All(string[] left, string[] right)
    {
        var common = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var lines = new List<string>();
        for (int i = 0, j = 0; i < left.Length || j < right.Length;)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                lines.Add($" {left[i++]}");
                j++;
            }
            else if (j == right.Length || (i < left.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add($"-{left[i++]}");
            }
            else
            {
                lines.Add($"+{right[j++]}");
            }
        }

        return lines;
    }

    private static List<string> Shorten(List<string> lines)
    {
        var shown = new List<string>();
        var skipped = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var near = false;
            for (var j = Math.Max(0, i - Around); j <= Math.Min(lines.Count - 1, i + Around); j++)
                near |= lines[j][0] != ' ';
            if (near && skipped)
                shown.Add("@@");
            if (near)
                shown.Add(lines[i]);
            skipped = !near;
        }

        return shown;
    }
}
