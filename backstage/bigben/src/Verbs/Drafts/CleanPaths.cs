using BigBen.Git;

namespace BigBen.Verbs.Drafts;

/// <summary>What a commit of <c>new</c> or <c>remove</c> changes must be as in HEAD; elsewhere a clone may have changes.</summary>
internal static class CleanPaths
{
    /// <summary>Requires that nothing in these places is uncommitted, untracked files included.</summary>
    /// <exception cref="PlatformException">Something is; names it.</exception>
    public static async Task RequireAsync(GitCli git, string[] paths, CancellationToken cancellationToken)
    {
        // "XY path" with NUL behind each (git-status(1)).
        var status = await git.OutputAsync(
            cancellationToken, ["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", .. paths]);
        var changed = status.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry[3..]).ToList();
        if (changed.Count > 0)
            throw new PlatformException(
                $"{string.Join(", ", changed.Take(3))}{(changed.Count > 3 ? $" and {changed.Count - 3} more" : "")} "
                + $"{(changed.Count == 1 ? "has" : "have")} changes that are in no commit: commit, stash or delete them, then try again.");
    }
}
