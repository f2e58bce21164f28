namespace BigBen.Git.Drafts;

/// <summary>
/// A commit in the making: HEAD of a person's clone in a work tree of its own. The clone gets all of the commit at once, or stays as it is.
/// </summary>
internal sealed class Draft : IAsyncDisposable
{
    // The commit is the person's own: what GitCli sets for the pipeline's commits is taken back.
    private static readonly string[] Identity = ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"];

    private readonly GitCli _clone;
    private readonly IDisposable? _turn;

    private Draft(GitCli clone, string path, IDisposable? turn) => (_clone, Path, _turn) = (clone, path, turn);

    /// <summary>The top of the work tree, where the change is made.</summary>
    public string Path { get; }

    /// <summary>Begins one; another one of the same folder is waited for.</summary>
    /// <param name="clone">The clone.</param>
    /// <param name="folder">Where the work tree goes; what is there is an older draft's, and deleted.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">The clone has no commit yet, or the folder cannot be written.</exception>
    public static async Task<Draft> OfHeadAsync(GitCli clone, string folder, CancellationToken cancellationToken)
    {
        var turn = await FileLock.TakeAsync($"{folder}.lock", TimeSpan.MaxValue, TimeProvider.System, cancellationToken);
        var draft = new Draft(clone, folder, turn);
        try
        {
            // What a killed one left.
            await draft.DeleteAsync(cancellationToken);
            await clone.OutputAsync(cancellationToken, "worktree", "add", "--detach", "--quiet", folder, "HEAD");
            return draft;
        }
        catch
        {
            await draft.DisposeAsync();
            throw;
        }
    }

    /// <summary>Commits all that was changed, and takes the clone's branch and its files on to that commit.</summary>
    /// <param name="message">The commit's message.</param>
    /// <param name="cancellationToken">Stops the work; the clone then has all of the commit or nothing.</param>
    /// <returns>The id of the commit.</returns>
    /// <exception cref="PlatformException">git does not know who commits, or files of the clone are in the way.</exception>
    public async Task<string> CommitAsync(string message, CancellationToken cancellationToken)
    {
        var variables = Identity.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        // What a person has git ignore everywhere is of no account to a commit that others need whole.
        await _clone.OutputAsync(variables, Path, ["-c", "core.excludesFile=/dev/null", "add", "--all"], cancellationToken);
        await _clone.OutputAsync(variables, Path, ["commit", "--quiet", "-m", message], cancellationToken);
        var commit = await _clone.OutputAsync(variables, Path, ["rev-parse", "HEAD"], cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        // Killed in its middle it would leave a lock, and half of the files.
        await _clone.OutputAsync(CancellationToken.None, "merge", "--ff-only", "--quiet", commit);
        return commit;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DeleteAsync(CancellationToken.None);
        _turn?.Dispose();
    }

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
        await _clone.OutputAsync(cancellationToken, "worktree", "prune");
    }
}
