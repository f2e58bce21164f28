using System.Text.RegularExpressions;

namespace BigBen.Foundation.Processes;

/// <summary>Words of a line that a shell reads.</summary>
internal static partial class ShellWord
{
    /// <summary>The word as it is where it means itself, else in single quotes.</summary>
    public static string Quote(string word) =>
        Plain().IsMatch(word) ? word : QuoteAlways(word);

    /// <summary>The word in single quotes, whatever is in it.</summary>
    public static string QuoteAlways(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[A-Za-z0-9_@%+=:,./-]+\z")]
    private static partial Regex Plain();
}
