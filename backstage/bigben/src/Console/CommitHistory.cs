using System.Collections.Concurrent;
using BigBen.Foundation;
using BigBen.Git;
using BigBen.Kubernetes.Applications;
using BigBen.Pipeline.Building;

namespace BigBen.Console;

/// <summary>How far one environment is from another for one service.</summary>
/// <param name="Other">The other environment.</param>
/// <param name="Ahead">The commits that this one has and the other has not, the newest first.</param>
/// <param name="Behind">The commits that the other has and this one has not, the newest first.</param>
public sealed record Distance(string Other, IReadOnlyList<CommitInfo> Ahead, IReadOnlyList<CommitInfo> Behind);

/// <summary>What the pages ask git about commits; what never changes is asked once.</summary>
/// <param name="git">The forge.</param>
internal sealed class CommitHistory(GitCli git)
{
    private const int Most = 100;
    private const int Remembered = 1000;
    private readonly ConcurrentDictionary<(string Revision, string? Except), Task<IReadOnlyList<CommitInfo>>> known = new();

    /// <summary>
    /// The last commit that changed anything of a service, as seen from another; null where this repository does not have it.
    /// </summary>
    public async Task<CommitInfo?> LastAsync(string revision, string service)
    {
        string[] inputs = [$"app/{service}", ServiceSource.Defaults, ServiceSource.Chart, "global.json", ":(glob)Directory.*"];
        return await git.TryResolveAsync(revision, CancellationToken.None) is { } commit
            && await git.LastCommitTouchingAsync(commit, inputs, CancellationToken.None) is { } last
            ? (await CommitsAsync(last, null, 1))[0]
            : null;
    }

    /// <summary>How far the state of a service in one environment is from its state in another; null where git cannot tell.</summary>
    public async Task<Distance?> BetweenAsync(Application one, Application other)
    {
        if (one.Revision.Length == 0 || other.Revision.Length == 0)
            return null;
        try
        {
            return new Distance(
                other.Environment,
                await ConcernedAsync(one.Revision, other.Revision, one.Service),
                await ConcernedAsync(other.Revision, one.Revision, one.Service));
        }
        catch (PlatformException)
        {
            // A commit of a history that the forge no longer has: there is no distance then.
            return null;
        }
    }

    private async Task<IReadOnlyList<CommitInfo>> ConcernedAsync(string revision, string except, string service)
    {
        if (revision == except)
            return [];
        string[] inputs = [$"app/{service}/", $"{ServiceSource.Defaults}/", $"{ServiceSource.Chart}/", "global.json", "Directory."];
        return [.. (await CommitsAsync(revision, except, Most)).Where(commit =>
            commit.Files.Any(file => inputs.Any(input => file.StartsWith(input, StringComparison.Ordinal))))];
    }

    // Between two full ids nothing ever changes. Many services share a pair.
    private async Task<IReadOnlyList<CommitInfo>> CommitsAsync(string revision, string? except, int most)
    {
        if (known.Count > Remembered)
            known.Clear();
        var asked = known.GetOrAdd((revision, except), key => git.CommitsAsync(key.Revision, key.Except, most, CancellationToken.None));
        try
        {
            return await asked;
        }
        catch (PlatformException)
        {
            known.TryRemove((revision, except), out _);
            throw;
        }
    }
}
