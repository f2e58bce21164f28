using BigBen.Git;
using BigBen.Pipeline.Layout;

namespace BigBen.Pipeline;

/// <summary>
/// Joins what a person pushes with what the pipeline recorded meanwhile. Human files and machine files never mix, so the join cannot
/// conflict: all is the person's but the environment files, which are main's. What people ask for and approve is a commit of main itself,
/// so main goes on as the first parent also where a person has merged it into a branch of theirs.
/// </summary>
/// <param name="git">The forge.</param>
internal sealed class RecordJoin(GitCli git)
{
    /// <summary>The commit that main may become: the pushed one where it contains main, else a merge of it into main.</summary>
    /// <exception cref="PlatformException">
    /// main has work of other people that the push does not contain, or the push changes an environment file.
    /// </exception>
    public async Task<string> JoinAsync(string main, string pushed, CancellationToken cancellationToken)
    {
        if (pushed == main)
            return main;
        var common = await git.MergeBaseAsync(main, pushed, cancellationToken);
        var records = (await EnvironmentList.ReadAsync(git, main, cancellationToken)).Records;
        if (common is null || common == pushed
            || (await git.ChangedPathsAsync(common, main, cancellationToken)).Except(records).Any())
            throw new PlatformException(
                "The push does not contain the newest commit of main, which never goes backwards: " +
                "run 'git pull --rebase big-ben main', then push again.");
        await RequireUntouchedAsync("The push", common, pushed, cancellationToken);
        if (common == main && await git.IsOnFirstParentsAsync(main, pushed, cancellationToken))
            return pushed;
        var files = new Dictionary<string, string>();
        // What the push takes out of the list has no records any more.
        foreach (var path in (await EnvironmentList.ReadAsync(git, pushed, cancellationToken)).Records)
        {
            if (await git.ReadFileAsync(main, path, cancellationToken) is { } text)
                files[path] = text;
        }

        var what = common == main ? "main" : "what was recorded meanwhile";
        return await git.CommitFilesAsync(pushed, files, $"Join {pushed[..7]} with {what}", cancellationToken, mainline: main);
    }

    /// <summary>Requires that people left the environment files alone, but those of what they take out of the list.</summary>
    /// <param name="what">What brings the change, such as "The push".</param>
    /// <param name="before">The commit that it goes out from.</param>
    /// <param name="after">Its last commit.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">It changes, adds or removes one.</exception>
    public async Task RequireUntouchedAsync(string what, string before, string after, CancellationToken cancellationToken)
    {
        var then = (await EnvironmentList.ReadAsync(git, before, cancellationToken)).Records.ToList();
        var now = (await EnvironmentList.ReadAsync(git, after, cancellationToken)).Records.ToList();
        foreach (var path in (await git.ChangedPathsAsync(before, after, cancellationToken)).Intersect(then.Union(now)))
        {
            if (!now.Contains(path) && await git.ReadFileAsync(after, path, cancellationToken) is null)
                continue;
            throw new PlatformException(
                $"{what} changes {path}, which the pipeline alone writes: run 'git checkout {before[..7]} -- {path}', " +
                "commit and push again; release and rollback change what runs.");
        }
    }
}
