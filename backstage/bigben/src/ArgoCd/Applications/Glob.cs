using System.Text;
using System.Text.RegularExpressions;

namespace BigBen.ArgoCd.Applications;

/// <summary>
/// Patterns as Argo CD reads them (<c>gobwas/glob</c>): <c>*</c>, <c>**</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a-z]</c> and
/// <c>{one,other}</c>.
/// </summary>
internal static class Glob
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline;

    /// <summary>Whether a whole text is as a pattern says. A pattern that is none matches nothing.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="text">The text.</param>
    /// <param name="separator">What <c>*</c> and <c>?</c> do not match; null where they match everything.</param>
    public static bool Matches(string pattern, string text, char? separator = null)
    {
        if (pattern == "*" || pattern == text)
            return true;
        if (pattern.AsSpan().IndexOfAny("*?[{\\") < 0 || Translate(pattern, separator) is not { } expression)
            return false;
        try
        {
            return Regex.IsMatch(text, expression, Options);
        }
        catch (RegexParseException)
        {
            // Braces or ranges that do not fit: Argo CD takes such a pattern for one that matches nothing, too.
            return false;
        }
    }

    private static string? Translate(string pattern, char? separator)
    {
        var any = separator is { } end ? $"[^{Regex.Escape($"{end}")}]" : ".";
        var (expression, depth) = (new StringBuilder(@"\A"), 0);
        for (var at = 0; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '*' when at + 1 < pattern.Length && pattern[at + 1] == '*':
                    expression.Append(".*");
                    at++;
                    break;
                case '*':
                    expression.Append(any).Append('*');
                    break;
                case '?':
                    expression.Append(any);
                    break;
                case '{':
                    expression.Append("(?:");
                    depth++;
                    break;
                case '}' when depth > 0:
                    expression.Append(')');
                    depth--;
                    break;
                case ',' when depth > 0:
                    expression.Append('|');
                    break;
                case '[':
                    var last = pattern.IndexOf(']', at + 1);
                    if (last < 0)
                        return null;
                    expression.Append(Range(pattern[(at + 1)..last]));
                    at = last;
                    break;
                case '\\' when at + 1 < pattern.Length:
                    expression.Append(Regex.Escape($"{pattern[++at]}"));
                    break;
                case var letter:
                    expression.Append(Regex.Escape($"{letter}"));
                    break;
            }
        }

        return expression.Append(@"\z").ToString();
    }

    private static string Range(string letters)
    {
        var negated = letters.StartsWith('!');
        var escaped = (negated ? letters[1..] : letters).Select(letter => letter is '\\' or '[' or '^' ? $@"\{letter}" : $"{letter}");
        return $"[{(negated ? "^" : "")}{string.Concat(escaped)}]";
    }
}
