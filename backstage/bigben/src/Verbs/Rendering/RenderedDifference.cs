using System.Text.RegularExpressions;
using BigBen.Git;

namespace BigBen.Verbs.Rendering;

/// <summary>The difference between what two commits render to.</summary>
/// <param name="Base">The commit before.</param>
/// <param name="Head">The commit after.</param>
/// <param name="Text">A unified diff; empty where nothing differs.</param>
internal sealed partial record RenderedDifference(string Base, string Head, string Text)
{
    // GitHub takes comments of 65,536 characters.
    private const int LongestComment = 60_000;

    /// <summary>The objects that differ, as <c>ENVIRONMENT/SERVICE/Kind-name</c>.</summary>
    public IReadOnlyList<string> Objects =>
        [.. FileLine().Matches(Text).Select(match => match.Groups["path"].Value).Order(StringComparer.Ordinal)];

    /// <summary>Renders both commits and compares.</summary>
    /// <exception cref="PlatformException">One of them does not render.</exception>
    public static async Task<RenderedDifference> OfAsync(
        RenderedCommit rendered, string @base, string head, CancellationToken cancellationToken)
    {
        using var folder = new Scratch();
        await rendered.WriteAsync(@base, folder.File("base"), cancellationToken);
        await rendered.WriteAsync(head, folder.File("head"), cancellationToken);
        var result = await GitCli.OfCheckout(folder.Path).RunAsync(
            cancellationToken, "diff", "--no-index", "--no-prefix", "--no-color", "--no-ext-diff", "--no-renames", "base", "head");
        // By the exit code as diff(1) has it: 1 where they differ.
        return result.ExitCode is 0 or 1
            ? new RenderedDifference(@base, head, result.Output)
            : throw new PlatformException($"git cannot compare what was rendered: {result.LastLine}");
    }

    /// <summary>The difference as a comment of a pull request; cut, and said so, where it is longer than GitHub takes.</summary>
    public string ToMarkdown()
    {
        if (Text.Length == 0)
            return $"No object of any environment changes from {Base[..7]} to {Head[..7]}.\n";
        var cut = Text.Length <= LongestComment ? Text : Text[..(Text.LastIndexOf('\n', LongestComment) + 1)];
        var fence = new string('`', Math.Max(3, 1 + Fence().Matches(cut).Select(match => match.Length).DefaultIfEmpty().Max()));
        var rest = cut.Length == Text.Length ? "" :
            $"\n\nThe rest is too long for a comment: `./bootstrap/big-ben.sh diff {Base[..7]}..{Head[..7]}` shows all of it.";
        return $"""
            {Objects.Count} object(s) change from {Base[..7]} to {Head[..7]}, once delivered to their environments.

            <details><summary>The rendered difference</summary>

            {fence}diff
            {cut.TrimEnd('\n')}
            {fence}

            </details>{rest}

            """;
    }

    [GeneratedRegex(@"^diff --git (?:base|head)/(?<path>\S+)\.yaml ", RegexOptions.Multiline)]
    private static partial Regex FileLine();

    [GeneratedRegex("`+")]
    private static partial Regex Fence();
}
