using DiffPlex.Renderer;

namespace BigBen.Console;

/// <summary>The difference of two texts, line by line, with a few equal lines around what differs.</summary>
internal static class LineDiff
{
    // "--- name" and "+++ name": the texts are not files.
    private const int Names = 2;

    /// <summary>
    /// Lines that begin with '-' where only <paramref name="old"/> has them, '+' where only <paramref name="new"/> has, ' ' where both, and
    /// with '@@' where lines are left out; none where the texts are equal.
    /// </summary>
    public static IEnumerable<string> Of(string old, string @new) =>
        UnidiffRenderer.Instance.Generate(old.TrimEnd('\n'), @new.TrimEnd('\n'), ignoreWhitespace: false)
            .Split(Environment.NewLine).SkipLast(1).Skip(Names);
}
