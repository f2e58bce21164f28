using System.Text.RegularExpressions;

namespace BigBen.Manifests.Helm;

/// <summary>Finds what a person needs in what a failed Helm printed, of Helm 3 and of Helm 4.</summary>
internal static partial class HelmError
{
    private const string Mark = "Error: ";
    private const string Root = "(root)";

    /// <summary>What went wrong, on one line, without Helm's warnings and advice.</summary>
    /// <param name="result">What Helm printed.</param>
    /// <param name="lineOf">The file and line that set a value, by its keys with dots; null where none does.</param>
    internal static string Meaning(CommandResult result, Func<string, string?> lineOf)
    {
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SkipWhile(line => !line.StartsWith(Mark, StringComparison.Ordinal))
            .Where(line => !line.StartsWith("Use --debug", StringComparison.Ordinal))
            .ToList();
        if (lines.Count == 0)
            return result.LastLine.TrimEnd('.');
        lines[0] = lines[0][Mark.Length..];
        return Meaning(lines, lineOf).TrimEnd('.');
    }

    private static string Meaning(List<string> lines, Func<string, string?> lineOf)
    {
        var refusals = lines.Skip(1).Where(line => line.StartsWith("- ", StringComparison.Ordinal))
            .Select(line => Refusal(line[2..], lineOf)).ToList();
        if (refusals.Count > 0)
            return $"the chart's schema refuses {string.Join("; ", refusals)}";
        if (FailCall().Match(lines[0]) is { Success: true } fail)
        {
            // A chart says first which value it is about, where it is about one.
            var said = string.Join(' ', lines.Skip(1).Prepend(fail.Groups[2].Value));
            return $"{said} ({lineOf(said.Split(' ', ':')[0]) ?? $"at {fail.Groups[1].Value}"})";
        }

        // Helm 4 lists the calls between the place, which comes first, and what happened there, which comes last.
        return lines.Count == 1 ? lines[0] : $"{lines[0]}: {lines[^1]}";
    }

    private static string Refusal(string refusal, Func<string, string?> lineOf)
    {
        var named = Named(refusal);
        var (value, unknown) = (named.Split(": ", 2)[0], Unknown().Match(named).Groups["name"].Value);
        var name = unknown.Length == 0 ? value : value == Root ? unknown : $"{value}.{unknown}";
        return lineOf(name) is { } line ? $"{named} ({line})" : named;
    }

    /// <summary>Helm 3.18 and newer name a value by a JSON pointer, older ones as it is written here, by keys and dots.</summary>
    private static string Named(string refusal) =>
        Pointer().Replace(refusal, match => match.Groups[1].Value.Length == 0
            ? $"{Root}: "
            : match.Groups[1].Value[1..]
                .Replace('/', '.')
                .Replace("~1", "/", StringComparison.Ordinal)
                .Replace("~0", "~", StringComparison.Ordinal) + ": ");

    /// <summary>What Helm makes of a template's <c>fail</c> or <c>required</c>: the place, then the message.</summary>
    [GeneratedRegex(@"^execution error at \(([^)]*)\): (.*)$")]
    private static partial Regex FailCall();

    [GeneratedRegex("^at '([^']*)': ")]
    private static partial Regex Pointer();

    // A key that the schema does not have, in the words of the newer and of the older Helm.
    [GeneratedRegex("additional properties '(?<name>[^']+)'|Additional property (?<name>[^ ]+) is")]
    private static partial Regex Unknown();
}
