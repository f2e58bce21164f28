using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Proving;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline.Releases;

/// <summary>What a platform does when it comes up for the environments that releases reach: it proves them, or releases main.</summary>
/// <param name="rollout">Has main, and waits.</param>
/// <param name="lost">Builds again what is recorded and gone.</param>
/// <param name="releaser">Releases.</param>
internal sealed class FirstRelease(Rollout rollout, LostImages lost, Releaser releaser)
{
    // The first release of a platform whose repository has none.
    private const string FirstVersion = "v0.1.0";

    /// <summary>Proves what is recorded; where the last environment runs nothing, releases main, one environment after the other.</summary>
    /// <param name="run">Tells the steps.</param>
    /// <param name="revision">What to release; null for main.</param>
    /// <param name="cancellationToken">Stops it where it is.</param>
    /// <returns>A closing sentence.</returns>
    /// <exception cref="PlatformException">A step failed.</exception>
    public async Task<string> ProveOrMakeAsync(Run run, string? revision, CancellationToken cancellationToken)
    {
        var head = await rollout.Branch.HeadAsync(cancellationToken);
        var environments = await EnvironmentList.ReadAsync(rollout.Branch.Git, head, cancellationToken);
        var released = environments.Released.Select(environment => environment.Name).ToList();
        if (await RunsAsync(run, head, environments.Require(environments.Last), cancellationToken))
        {
            foreach (var environment in environments.Released)
            {
                // A new one runs nothing until somebody releases to it.
                if (environment.Name == environments.Last || await RunsAsync(run, head, environment, cancellationToken))
                    await rollout.FollowAsync(run, new Awaited(head, environment.Name, []) { WithOthers = true }, cancellationToken);
            }

            return $"{string.Join(" and ", released)} {(released.Count == 1 ? "runs" : "run")} what is recorded.";
        }

        // Whoever has taken the last service out makes the next one on a platform that is up.
        if (revision is null && (await ServiceCatalog.ListAsync(rollout.Branch.Git, head, cancellationToken)).Count == 0)
            return "There is no service to release yet: './bootstrap/big-ben.sh new service NAME' makes one.";
        var version = await VersionAsync(cancellationToken);
        foreach (var environment in released)
            await releaser.ReleaseAsync(
                run, version, revision, cancellationToken, new ReleaseOptions { IsFirst = true, To = environment });
        return $"{version} is live in {string.Join(" and ", released)}.";
    }

    /// <summary>Its version: what was released elsewhere goes before; ours comes after it and says that it is local.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        var head = await rollout.Branch.HeadAsync(cancellationToken);
        var environments = await EnvironmentList.ReadAsync(rollout.Branch.Git, head, cancellationToken);
        var versions = (await releaser.VersionsAsync(cancellationToken)).ToList();
        foreach (var environment in environments.Released)
        {
            versions.AddRange((await ReadAsync(head, environment.Name, cancellationToken)).Services.Values
                .Select(record => SemanticVersion.TryParse(record.Tag)).OfType<SemanticVersion>());
        }

        return versions.Max() is { } newest
            ? $"{newest with { Patch = newest.Patch + 1, Prerelease = "local.1", Build = "" }}"
            : FirstVersion;
    }

    private Task<EnvironmentFile> ReadAsync(string head, string environment, CancellationToken cancellationToken) =>
        EnvironmentFile.ReadAsync(rollout.Branch.Git, head, environment, cancellationToken);

    private async Task<bool> RunsAsync(Run run, string head, DeliveryEnvironment environment, CancellationToken cancellationToken)
    {
        var file = await ReadAsync(head, environment.Name, cancellationToken);
        return file.Services.Count > 0 && await lost.RestoreAsync(run, environment, file, cancellationToken);
    }
}
