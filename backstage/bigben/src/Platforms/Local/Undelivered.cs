using BigBen.Git;

namespace BigBen.Platforms.Local;

/// <summary>What a clone has that its platform does not run.</summary>
public static class Undelivered
{
    /// <summary>One sentence that names it; null where there is nothing.</summary>
    /// <param name="root">The clone.</param>
    /// <param name="forge">The forge.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="untracked">Whether files count that are not in git.</param>
    public static async Task<string?> DescribeAsync(
        string root, string forge, CancellationToken cancellationToken, bool untracked = true)
    {
        var clone = new CloneOfForge(root);
        if (!clone.IsCheckout)
            return null;
        var changes = await clone.UncommittedChangesAsync(cancellationToken, untracked);
        if (changes.Count > 0)
        {
            var named = string.Join(", ", changes.Take(3));
            return $"Not deployed, since not committed: {named}{(changes.Count > 3 ? $" and {changes.Count - 3} more" : "")}.";
        }

        var head = await GitCli.OfCheckout(root).TryResolveAsync("HEAD", cancellationToken);
        var forgeGit = GitCli.OfRepository(forge);
        return head is null || (await forgeGit.TryResolveAsync(head, cancellationToken) is not null
            && await forgeGit.IsAncestorAsync(head, ForgeRepository.MainRef, cancellationToken))
            ? null
            : $"Not deployed, since not pushed: HEAD is {head[..7]}; push it with: git push {ForgeRepository.RemoteName} HEAD:main";
    }

    /// <summary>
    /// Refuses where the clone has something that its platform does not run. Files that git does not know are nobody's release.
    /// </summary>
    /// <exception cref="PlatformException">It has; the sentence names it.</exception>
    public static async Task RequireNoneAsync(string root, string forge, CancellationToken cancellationToken)
    {
        if (await DescribeAsync(root, forge, cancellationToken, untracked: false) is { } undelivered)
            throw new PlatformException(
                $"{undelivered.TrimEnd('.')}. Commit and push it first, or release what main holds with --revision main.");
    }
}
