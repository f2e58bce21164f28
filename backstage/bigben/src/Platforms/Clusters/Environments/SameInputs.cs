using System.Collections.Concurrent;
using BigBen.Git;

namespace BigBen.Platforms.Clusters.Environments;

/// <summary>
/// Whether two commits are the same to an Application. Argo CD leaves it at an earlier one where nothing has changed in the paths of its
/// annotation <c>argocd.argoproj.io/manifest-generate-paths</c>.
/// </summary>
/// <param name="git">The repository that Argo CD reads.</param>
internal sealed class SameInputs(GitCli git)
{
    // Commits never change, so neither does an answer; there are a few for each delivery.
    private readonly ConcurrentDictionary<(string Seen, string Wanted, string Path), bool> _known = new();

    /// <summary>Whether an Application that was compared with one commit is as good as compared with another.</summary>
    /// <param name="seen">The commit that Argo CD tells; empty before the first one.</param>
    /// <param name="wanted">The full id of the commit that is waited for.</param>
    /// <param name="paths">What the Application reads.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> AreAsync(string seen, string wanted, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if (seen == wanted)
            return true;
        if (seen.Length == 0 || await git.TryResolveAsync(seen, cancellationToken) is null)
            return false;
        foreach (var path in paths)
        {
            if (!_known.TryGetValue((seen, wanted, path), out var same))
            {
                var before = await git.ObjectHashAsync(seen, path, cancellationToken);
                same = before == await git.ObjectHashAsync(wanted, path, cancellationToken);
                _known[(seen, wanted, path)] = same;
            }

            if (!same)
                return false;
        }

        return true;
    }
}
