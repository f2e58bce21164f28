using System.Text;

namespace BigBen.Git;

/// <summary>A ref to move, only if it still stands where it is believed to stand.</summary>
/// <param name="Name">The full name, such as <c>refs/heads/main</c>.</param>
/// <param name="New">The object it shall point at.</param>
/// <param name="Old">The object it points at now; null where the ref must not exist yet.</param>
public sealed record RefChange(string Name, string New, string? Old);

public sealed partial class GitCli
{
    // git's words for a lock that another process holds, or has left.
    private const string Locked = "File exists";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// Makes a commit on top of another which writes the given files and leaves all else as it is; no work tree is involved and no
    /// ref moves.
    /// </summary>
    /// <param name="parent">The commit below.</param>
    /// <param name="files">Path from the top → the whole new text.</param>
    /// <param name="message">The commit's message.</param>
    /// <param name="cancellationToken">Stops the work; what was written by then is unreachable and harmless.</param>
    /// <param name="mainline">
    /// A commit that becomes the first parent, which makes the new commit a merge of <paramref name="parent"/> into it.
    /// </param>
    /// <returns>The id of the commit.</returns>
    public async Task<string> CommitFilesAsync(
        string parent, IReadOnlyDictionary<string, string> files, string message, CancellationToken cancellationToken,
        string? mainline = null)
    {
        using var scratch = new Scratch();
        var index = new Dictionary<string, string?> { ["GIT_INDEX_FILE"] = scratch.File("index") };
        await OutputAsync(CommandFor(index, "read-tree", parent), cancellationToken);
        foreach (var (path, text) in files)
        {
            var content = scratch.File("content");
            await File.WriteAllTextAsync(content, text, Utf8, cancellationToken);
            var blob = await OutputAsync(cancellationToken, "hash-object", "-w", "--no-filters", content);
            await OutputAsync(CommandFor(index, "update-index", "--add", "--cacheinfo", $"100644,{blob},{path}"), cancellationToken);
        }

        var tree = await OutputAsync(CommandFor(index, "write-tree"), cancellationToken);
        string[] parents = mainline is null ? ["-p", parent] : ["-p", mainline, "-p", parent];
        return await OutputAsync(cancellationToken, ["commit-tree", tree, .. parents, "-m", message]);
    }

    /// <summary>Makes an annotated tag object for a commit; no ref is made.</summary>
    /// <returns>The id of the tag object.</returns>
    public async Task<string> CreateTagAsync(string name, string commit, string message, CancellationToken cancellationToken)
    {
        using var scratch = new Scratch();
        var tagger = await OutputAsync(cancellationToken, "var", "GIT_COMMITTER_IDENT");
        var text = $"object {commit}\ntype commit\ntag {name}\ntagger {tagger}\n\n{message}\n";
        var content = scratch.File("tag");
        await File.WriteAllTextAsync(content, text, Utf8, cancellationToken);
        return await OutputAsync(cancellationToken, "hash-object", "-w", "-t", "tag", content);
    }

    /// <summary>Moves one ref if nobody moved it first.</summary>
    /// <returns>False where the ref stands elsewhere than <paramref name="old"/> (null: must not exist).</returns>
    public Task<bool> TryAdvanceAsync(string name, string @new, string? old, CancellationToken cancellationToken) =>
        TryUpdateRefsAsync([new RefChange(name, @new, old)], cancellationToken);

    /// <summary>Moves several refs, all or none. A lock whose holder is gone is taken away, so that the next try succeeds.</summary>
    /// <returns>False where one of them stands elsewhere than believed, or another process is writing it at this moment.</returns>
    /// <exception cref="PlatformException">git cannot write, for another reason.</exception>
    public async Task<bool> TryUpdateRefsAsync(IReadOnlyList<RefChange> changes, CancellationToken cancellationToken)
    {
        var lines = changes.Select(change => $"update {change.Name} {change.New} {change.Old ?? new string('0', change.New.Length)}\n");
        var command = CommandFor(null, "update-ref", "--stdin") with { Input = string.Concat(lines) };
        cancellationToken.ThrowIfCancellationRequested();
        // It takes a moment, and killed it would leave its locks: nobody could move these refs any more.
        var result = await command.RunAsync(CancellationToken.None);
        if (result.Succeeded)
            return true;
        if (gitDirectory is not null && result.Error.Contains(Locked, StringComparison.Ordinal))
            StaleLocks.Remove(gitDirectory, changes.Select(change => change.Name), TimeProvider.System.GetUtcNow());
        // git's words for: it stands elsewhere, it exists, it does not exist, another process holds its lock.
        string[] contention = ["but expected", "reference already exists", "unable to resolve reference", Locked];
        return contention.Any(words => result.Error.Contains(words, StringComparison.Ordinal))
            ? false
            : throw new PlatformException($"'{Path}' cannot be written: {Reason(result)}");
    }
}
