using System.Collections.Concurrent;
using BigBen.Git;
using BigBen.Kubernetes.Applications;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Protection;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;

namespace BigBen.Pipeline.Commits;

/// <summary>What people ask of the commits behind what runs; what never changes is asked of git once.</summary>
/// <param name="forge">Where the commits are.</param>
internal sealed class CommitHistory(ForgeRepository forge)
{
    private const int Most = 100;
    private const int Remembered = 1000;
    private readonly ConcurrentDictionary<(string Revision, string? Except), Task<IReadOnlyList<CommitInfo>>> _known = new();

    /// <summary>The commit at the tip of main.</summary>
    public Task<string> HeadAsync(CancellationToken cancellationToken) => forge.HeadAsync(cancellationToken);

    /// <summary>The environments that main lists.</summary>
    /// <exception cref="PlatformException">What it lists is not a chain of environments.</exception>
    public async Task<EnvironmentList> EnvironmentsAsync(CancellationToken cancellationToken) =>
        await EnvironmentList.ReadAsync(forge.Git, await HeadAsync(cancellationToken), cancellationToken);

    /// <summary>What waits to be delivered.</summary>
    public async Task<IReadOnlyList<WaitingRow>> WaitingAsync(TimeProvider clock, CancellationToken cancellationToken) =>
        await WaitingList.ReadAsync(forge.Git, await HeadAsync(cancellationToken), clock, cancellationToken);

    /// <summary>Why records of a service in an environment did not wait, by their revisions.</summary>
    public async Task<IReadOnlyDictionary<string, string>> OverridesAsync(
        string environment, string service, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(cancellationToken);
        var reasons = new Dictionary<string, string>();
        foreach (var commit in await forge.Git.WithTrailerAsync(
            head, ProtectionGate.Override, null, [ProtectionGate.Override], cancellationToken))
        {
            var before = await RecordAsync($"{commit.Id}^");
            if (await RecordAsync(commit.Id) is { } record && record != before)
                reasons.TryAdd(record.Revision, commit.Trailers[0]);
        }

        return reasons;

        async Task<ServiceRecord?> RecordAsync(string revision) =>
            (await EnvironmentFile.ReadAsync(forge.Git, revision, environment, cancellationToken)).Services.GetValueOrDefault(service);
    }

    /// <summary>The newest version that main was released under; null before the first release.</summary>
    public async Task<SemanticVersion?> NewestVersionAsync(CancellationToken cancellationToken) =>
        (await forge.Git.TagsAsync("v*", cancellationToken)).Keys.Select(SemanticVersion.TryParse).OfType<SemanticVersion>().Max();

    /// <summary>
    /// The last commit that changed anything of a service, as seen from another; null where this repository does not have it.
    /// </summary>
    public async Task<Commit?> LastAsync(string revision, string service)
    {
        string[] inputs = [$"app/{service}", ServiceSource.Defaults, ServiceSource.Chart, "global.json", ":(glob)Directory.*"];
        return await forge.Git.TryResolveAsync(revision, CancellationToken.None) is { } commit
            && await forge.Git.LastCommitTouchingAsync(commit, inputs, CancellationToken.None) is { } last
            ? Commit.Of((await CommitsAsync(last, null, 1))[0])
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
                await ConcernedAsync(one.Revision, other, one.Service),
                await ConcernedAsync(other.Revision, one, one.Service));
        }
        catch (PlatformException)
        {
            // A commit of a history that the forge no longer has: there is no distance then.
            return null;
        }
    }

    // Those that an environment has not and that would change the service there: another environment's values never do.
    private async Task<IReadOnlyList<Commit>> ConcernedAsync(string revision, Application lacking, string service)
    {
        if (revision == lacking.Revision)
            return [];
        string[] inputs = [$"app/{service}/", $"{ServiceSource.Defaults}/", $"{ServiceSource.Chart}/", "global.json", "Directory."];
        var values = $"app/{service}/deploy-config/";
        var own = $"{values}{lacking.Environment}/";
        return [.. (await CommitsAsync(revision, lacking.Revision, Most)).Where(commit => commit.Files.Any(Concerns)).Select(Commit.Of)];

        bool Concerns(string file) =>
            inputs.Any(input => file.StartsWith(input, StringComparison.Ordinal))
            && (!file.StartsWith(values, StringComparison.Ordinal) || file.StartsWith(own, StringComparison.Ordinal));
    }

    // Between two full ids nothing ever changes. Many services share a pair.
    private async Task<IReadOnlyList<CommitInfo>> CommitsAsync(string revision, string? except, int most)
    {
        if (_known.Count > Remembered)
            _known.Clear();
        var asked = _known.GetOrAdd(
            (revision, except), key => forge.Git.CommitsAsync(key.Revision, key.Except, most, CancellationToken.None));
        try
        {
            return await asked;
        }
        catch (PlatformException)
        {
            _known.TryRemove((revision, except), out _);
            throw;
        }
    }
}
