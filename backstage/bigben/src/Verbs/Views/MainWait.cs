using BigBen.Git;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Proving;
using BigBen.Kubernetes.Waiting;
using BigBen.Pipeline.Proving;
using BigBen.Pipeline.Records;
using BigBen.Platforms.Environments;
using BigBen.Platforms.Existing;

namespace BigBen.Verbs.Views;

/// <summary>Waits until everything that main records is live: synced, healthy, and answering with its version.</summary>
internal static class MainWait
{
    // A crash does not pass by itself; an old replica's is still told for a moment.
    private static readonly TimeSpan Failing = TimeSpan.FromSeconds(15);

    /// <summary>Waits for it.</summary>
    /// <param name="api">The platform's API.</param>
    /// <param name="state">The platform's state folder.</param>
    /// <param name="within">How long.</param>
    /// <param name="output">Is told what is missing, a line for each thing that has been for a while.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null once it is so; what was seen where it is not in time, or failed for good.</returns>
    public static async Task<NotLiveException?> UntilLiveAsync(
        KubernetesApi api, StateFolder state, TimeSpan within, TextWriter output, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        try
        {
            await using var cache = await ClusterCache.StartAsync(api, clock, cancellationToken);
            // Argo CD looks at git every few minutes by itself.
            var asked = await ApplicationRequests.RefreshAsync(
                api, ApplicationList.All(cache.Objects).Select(application => application.Name), cancellationToken);
            var records = await RecordsAsync(state, cancellationToken);
            var wait = new ApplicationWait(api, cache, new WaitPatience(within, Failing, within, within), clock);
            var live = await wait.UntilAsync(
                application => application.IsService,
                (cluster, applications) => Task.FromResult(OfMain(cluster, applications, records, asked)),
                what => output.WriteLine($"Waiting: {what}."),
                cancellationToken);
            var left = within - clock.GetElapsedTime(started);
            await new Prover(PlatformApi.PortOf(state), left).ProveAsync(cache.Objects, live, cancellationToken);
            return null;
        }
        catch (PlatformException e)
        {
            return NotLiveException.Of(e);
        }
    }

    private static Missing? OfMain(
        ClusterObjects cluster,
        IReadOnlyList<Application> applications,
        IReadOnlyList<EnvironmentFile> records,
        IReadOnlyDictionary<string, long> asked) =>
        records.Select(file => RecordedMissing.Of(cluster, file.Name, file.Services, file.Services.Keys))
            .Concat(ApplicationList.All(cluster).Select(application => Missing.OfSight(application, asked)))
            .Concat(applications.Select(application => Missing.Of(cluster, application)))
            .FirstOrDefault(missing => missing is not null);

    // Of a hosted repository there is no forge here, or one that may be behind: the Applications say what they are to be.
    private static async Task<IReadOnlyList<EnvironmentFile>> RecordsAsync(StateFolder state, CancellationToken cancellationToken) =>
        Directory.Exists(state.Forge) && ExistingRecord.Read(state) is null
            ? await EnvironmentFile.ReadAllAsync(GitCli.OfRepository(state.Forge), ForgeRepository.MainRef, cancellationToken)
            : [];
}
