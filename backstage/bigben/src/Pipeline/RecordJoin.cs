using BigBen.Forge;
using BigBen.Foundation;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline;

/// <summary>
/// Joins what a person pushes with what the pipeline recorded meanwhile. Human files and machine files never mix, so the join cannot
/// conflict: all is the person's but the environment files, which are main's.
/// </summary>
/// <param name="git">The forge.</param>
internal sealed class RecordJoin(Git git)
{
    private static readonly string[] Recorded =
        [EnvironmentFile.PathOf(EnvironmentFile.Developer), EnvironmentFile.PathOf(EnvironmentFile.Production)];

    /// <summary>The commit that main may become: the pushed one where it contains main, else a merge of it into main.</summary>
    /// <exception cref="PlatformException">
    /// main has work of other people that the push does not contain, or the push changes an environment file.
    /// </exception>
    public async Task<string> JoinAsync(string main, string pushed, CancellationToken cancellationToken)
    {
        if (pushed == main)
            return main;
        var common = await git.MergeBaseAsync(main, pushed, cancellationToken);
        if (common is null || common == pushed || (await git.ChangedPathsAsync(common, main, cancellationToken)).Except(Recorded).Any())
            throw new PlatformException("The push does not contain the newest commit of main, which never goes backwards: "
                + "run 'git pull --rebase big-ben main', then push again.");
        foreach (var path in (await git.ChangedPathsAsync(common, pushed, cancellationToken)).Intersect(Recorded))
            throw new PlatformException($"The push changes {path}, which the pipeline alone writes: "
                + $"run 'git checkout {common[..7]} -- {path}', commit and push again; release and rollback change what runs.");
        if (common == main)
            return pushed;
        var files = new Dictionary<string, string>();
        foreach (var path in Recorded)
        {
            if (await git.ReadFileAsync(main, path, cancellationToken) is { } text)
                files[path] = text;
        }

        return await git.CommitFilesAsync(
            pushed, files, $"Join {pushed[..7]} with what was recorded meanwhile", cancellationToken, mainline: main);
    }
}
