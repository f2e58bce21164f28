using System.Text.RegularExpressions;

namespace BigBen.Verbs.Export.Translating;

/// <summary>Words of a line that a shell reads.</summary>
internal static partial class ShellWord
{
    /// <summary>The word as it is where it means itself, else in single quotes.</summary>
    public static string Quote(string word) =>
        Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[A-Za-z0-9_@%+=:,./-]+\z")]
    private static partial Regex Plain();
}
