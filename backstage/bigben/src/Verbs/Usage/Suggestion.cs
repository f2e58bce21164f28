namespace BigBen.Verbs.Usage;

/// <summary>What somebody may have meant.</summary>
internal static class Suggestion
{
    /// <summary>A question to follow a sentence; empty where nothing is near.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="known">What there is.</param>
    public static string For(string typed, IEnumerable<string> known)
    {
        var nearest = known.Select(name => (Name: name, Distance: Distance(typed, name))).OrderBy(found => found.Distance).FirstOrDefault();
        // More than a third of the letters wrong is another word.
        var isNear = nearest.Name?.TrimStart('-').Length is > 1 and var length && nearest.Distance <= Math.Max(1, length / 3);
        return isNear ? $" Did you mean '{nearest.Name}'?" : "";
    }

    // Levenshtein's: how many letters to change, add or take away.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var changed = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
