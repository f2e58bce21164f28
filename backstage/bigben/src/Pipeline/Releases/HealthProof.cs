using BigBen.Pipeline.Building;
using BigBen.Pipeline.Proving;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline.Releases;

/// <summary>The platform itself has seen an image healthy in the environment before, with the chart and values of the commit.</summary>
/// <param name="rollout">Sees what runs, and has the commits.</param>
/// <param name="ledger">Remembers what was seen healthy.</param>
internal sealed class HealthProof(Rollout rollout, HealthLedger ledger) : IReleaseProof
{
    /// <inheritdoc/>
    public async Task RequireAsync(
        string version, string commit, string before, ServiceSource service, string digest, CancellationToken cancellationToken)
    {
        var key = await HealthKey.AtAsync(rollout.Branch.Git, commit, before, service, digest, cancellationToken);
        if (ledger.Has(key))
            return;
        await RememberAsync(before, cancellationToken);
        if (!ledger.Has(key))
            throw new PlatformException(
                $"{version} is refused: {before} has not run {service.Name} of {commit[..7]} (image {digest[..19]} with the chart and " +
                "values of that commit) healthy; wait until it is, then release.");
    }

    /// <inheritdoc/>
    /// <remarks>What was released or delivered there may have become live since its run ended.</remarks>
    public async Task RememberAsync(string environment, CancellationToken cancellationToken)
    {
        var head = await rollout.Branch.HeadAsync(cancellationToken);
        await RememberAsync(head, environment, await rollout.LookAsync(head, environment, cancellationToken), cancellationToken);
    }

    /// <summary>Takes note of what was seen live in an environment.</summary>
    /// <param name="commit">The commit of main that holds its records.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="live">What was seen.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task RememberAsync(
        string commit, string environment, IReadOnlyList<LiveService> live, CancellationToken cancellationToken)
    {
        var git = rollout.Branch.Git;
        var file = await EnvironmentFile.ReadAsync(git, commit, environment, cancellationToken);
        var sources = (await ServiceCatalog.ListAsync(git, commit, cancellationToken)).ToDictionary(service => service.Name);
        var keys = new List<HealthKey>();
        foreach (var (service, isAsleep) in live)
        {
            // What is asleep shows nothing of its program; its image may have run before.
            if (file.Services.GetValueOrDefault(service) is { } record
                && sources.TryGetValue(service, out var source)
                && (!isAsleep || ledger.HasRun(environment, service, record.Digest)))
                keys.Add(await HealthKey.AtAsync(
                    git, record.PinnedAt(commit).Revision, environment, source, record.Digest, cancellationToken));
        }

        ledger.Add(keys);
    }
}
