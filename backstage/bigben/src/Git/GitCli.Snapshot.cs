namespace BigBen.Git;

public sealed partial class GitCli
{
    /// <summary>
    /// The files of a checkout as they lie there, as a commit: HEAD itself where nothing differs from it, otherwise one on top of HEAD that
    /// no ref leads to. Ignored files are left out; index, files and refs of the checkout stay as they are.
    /// </summary>
    /// <returns>The id of the commit.</returns>
    /// <exception cref="PlatformException">There is no commit yet, or a file cannot be read.</exception>
    public async Task<string> SnapshotAsync(CancellationToken cancellationToken)
    {
        using var scratch = new Scratch();
        var index = new Dictionary<string, string?> { ["GIT_INDEX_FILE"] = scratch.File("index") };
        var head = await ResolveAsync("HEAD", cancellationToken);
        await OutputAsync(CommandFor(index, "read-tree", head), cancellationToken);
        await OutputAsync(CommandFor(index, "add", "--all"), cancellationToken);
        var tree = await OutputAsync(CommandFor(index, "write-tree"), cancellationToken);
        return tree == await OutputAsync(cancellationToken, "rev-parse", $"{head}^{{tree}}")
            ? head
            : await OutputAsync(cancellationToken, "commit-tree", tree, "-p", head, "-m", "Work in progress");
    }
}
