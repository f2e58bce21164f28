using BigBen.Git;

namespace BigBen.Verbs.Drafts;

/// <summary>A folder that <c>new</c> makes must not be ignored by the repository: its commit would lack it.</summary>
internal static class IgnoredFolders
{
    /// <summary>Requires that git would take a file in each of these folders, which need not be there.</summary>
    /// <exception cref="PlatformException">One is ignored; names the pattern.</exception>
    public static async Task RequireNoneAsync(GitCli git, string[] folders, CancellationToken cancellationToken)
    {
        // "SOURCE:LINE:PATTERN", a tab, the path (git-check-ignore(1)); exit code 1 where nothing is ignored.
        var ignored = await git.RunAsync(
            cancellationToken,
            [
                "-c", "core.excludesFile=/dev/null", "check-ignore", "--verbose", "--no-index",
                .. folders.Select(folder => $"{folder}/file"),
            ]);
        if (ignored.ExitCode == 0 && ignored.Output.Split('\n')[0].Split('\t') is [var pattern, var path])
            throw new PlatformException(
                $"git ignores {path[..^"/file".Length]} ({pattern}), so nothing of it would be committed: choose another name.");
    }
}
