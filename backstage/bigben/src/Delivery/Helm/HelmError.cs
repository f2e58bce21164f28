using System.Text.RegularExpressions;
using BigBen.Foundation;

namespace BigBen.Delivery;

/// <summary>Finds what a person needs in what a failed Helm printed.</summary>
internal static partial class HelmError
{
    private const string Mark = "Error: ";

    /// <summary>What went wrong, on one line, without Helm's warnings, advice and call chains.</summary>
    internal static string Meaning(CommandResult result)
    {
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SkipWhile(line => !line.StartsWith(Mark, StringComparison.Ordinal))
            .Where(line => !line.StartsWith("Use --debug", StringComparison.Ordinal))
            .ToList();
        if (lines.Count == 0)
            return result.LastLine.TrimEnd('.');
        // A schema's refusals are the list that follows the error; an error of a template is a single line.
        var refusals = lines.Skip(1).Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..]).ToList();
        var meaning = refusals.Count > 0
            ? $"the chart's schema refuses {string.Join("; ", refusals)}"
            : FailCall().Replace(lines[0][Mark.Length..], "$2 (at $1)");
        return meaning.TrimEnd('.');
    }

    /// <summary>What Helm makes of a template's <c>fail</c> or <c>required</c>: the place, then the message.</summary>
    [GeneratedRegex(@"^execution error at \(([^)]*)\): (.*)$")]
    private static partial Regex FailCall();
}
