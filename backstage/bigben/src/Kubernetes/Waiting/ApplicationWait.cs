using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;

namespace BigBen.Kubernetes.Waiting;

/// <summary>
/// Waits until Applications are as they should be, by the watch alone, and gives up as soon as it is clear that they will not be.
/// </summary>
/// <param name="api">The cluster.</param>
/// <param name="cache">Its objects.</param>
/// <param name="patience">How long.</param>
/// <param name="clock">Times it.</param>
/// <param name="argoCd">Argo CD's own pages, for who waited in vain; null where there are none.</param>
internal sealed class ApplicationWait(
    KubernetesApi api, ClusterCache cache, WaitPatience patience, TimeProvider clock, string? argoCd = null)
{
    // What passes by itself is not worth a line.
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(5);

    /// <summary>Whether a failed sync towards what an Application was to be before is ended: nothing newer is begun until it has.</summary>
    public bool EndsOldSyncs { get; init; }

    /// <summary>Waits; a failure that lasts ends it early.</summary>
    /// <param name="concerned">Which of the Applications it is about.</param>
    /// <param name="missing">What is still missing; null when nothing is.</param>
    /// <param name="waiting">Is told what has been missing for a while.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The Applications as they were when nothing was missing.</returns>
    /// <exception cref="UnhealthyException">Something failed; the sentence says what and why.</exception>
    /// <exception cref="PlatformException">Something is missing still when patience is over.</exception>
    public async Task<IReadOnlyList<Application>> UntilAsync(
        Func<Application, bool> concerned,
        Func<ClusterObjects, IReadOnlyList<Application>, Task<Missing?>> missing,
        Action<string> waiting,
        CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var (failure, since, said) = ((Missing?)null, started, (string?)null);
        var told = new HashSet<string>();
        while (true)
        {
            var version = cache.Version;
            var cluster = cache.Objects;
            IReadOnlyList<Application> applications = [.. ApplicationList.All(cluster).Where(concerned)];
            foreach (var heldUp in applications.Where(application => EndsOldSyncs && Missing.IsHeldUp(cluster, application)))
                await ApplicationRequests.EndSyncAsync(api, heldUp, cancellationToken);
            if (await missing(cluster, applications) is not { } now)
                return applications;
            if (now != failure)
            {
                (failure, since) = (now, clock.GetTimestamp());

                // At once: the next attempt of a sync deletes the Job of the one before, and its log.
                if (now.HasFailed)
                    said = await PodTrouble.DescribeAsync(api, cluster, applications, cancellationToken) ?? said;
            }

            var left = patience.Ready - clock.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                throw new PlatformException(
                    $"{await MoreAsync(now)}, {Duration(patience.Ready)} after it was asked for.{Silence()}{Pages()} "
                    + $"{Closing(cluster, applications)}.");
            if (now.HasFailed)
            {
                var longest = now.AwaitsImage ? patience.Pulling : now.MayRecover ? patience.Recovering : patience.Failing;
                var believed = longest - clock.GetElapsedTime(since);
                if (believed <= TimeSpan.Zero)
                    throw new UnhealthyException(
                        await MoreAsync(now),
                        $"{Closing(cluster, applications)}; push a fix or roll back.",
                        ByVersion(now, cluster, applications));
                left = believed < left ? believed : left;
            }

            var untold = WorthTelling - clock.GetElapsedTime(since);
            if (untold <= TimeSpan.Zero && told.Add(now.What))
                waiting(now.What.TrimEnd('.'));
            await NextAsync(version, untold <= TimeSpan.Zero || left < untold ? left : untold, cancellationToken);

            async Task<string> MoreAsync(Missing what) =>
                (await PodTrouble.DescribeAsync(api, cluster, applications, cancellationToken) ?? said) is { } more
                    ? $"{what.What} ({more.TrimEnd('.')})"
                    : what.What.TrimEnd('.');
        }
    }

    /// <summary>Waits for those that are required, then for each of the others; one of these that failed is left as it is.</summary>
    /// <param name="concerned">Which of the Applications it is about.</param>
    /// <param name="required">Which of these are required.</param>
    /// <param name="missing">What is still missing; null when nothing is.</param>
    /// <param name="waiting">Is told what has been missing for a while.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The Applications that are as they should be.</returns>
    /// <exception cref="UnhealthyException">One that is required failed.</exception>
    /// <exception cref="PlatformException">Something is missing still when patience is over.</exception>
    public async Task<IReadOnlyList<Application>> UntilEachAsync(
        Func<Application, bool> concerned,
        Func<Application, bool> required,
        Func<ClusterObjects, IReadOnlyList<Application>, Task<Missing?>> missing,
        Action<string> waiting,
        CancellationToken cancellationToken)
    {
        var live = await UntilAsync(application => concerned(application) && required(application), missing, waiting, cancellationToken);
        var others = ApplicationList.All(cache.Objects).Where(application => concerned(application) && !required(application));
        var found = await Task.WhenAll(others.Select(other => TryAsync(other.Name)));
        return [.. live, .. found.SelectMany(one => one)];

        async Task<IReadOnlyList<Application>> TryAsync(string name)
        {
            try
            {
                return await UntilAsync(application => application.Name == name, missing, waiting, cancellationToken);
            }
            catch (UnhealthyException)
            {
                // Whoever asks its URL next sees so and tells why.
                return [];
            }
        }
    }

    // Where one of them fails by its version, the others that do so by now are told too. None is blamed by what was seen before the API
    // went away.
    private IReadOnlyList<string> ByVersion(Missing now, ClusterObjects cluster, IReadOnlyList<Application> applications) =>
        now.IsByVersion && cache.Failure is null
            ? [.. applications.Where(application => Missing.Of(cluster, application) is { IsByVersion: true })
                .Select(application => application.Service)]
            : [];

    // What came up and crashed later has nothing before it that serves, nor has what is delivered for the first time.
    private static string Closing(ClusterObjects cluster, IReadOnlyList<Application> applications)
    {
        var down = applications
            .Where(application => ServicePods.ReplicasOf(cluster, application) is { Wanted: > 0, Ready: 0 })
            .Where(application => Missing.Of(cluster, application) is not null)
            .Select(application => application.Name).ToList();
        return down.Count == 0 ? "What ran before keeps serving" : $"No pod of {string.Join(" and ", down)} is ready";
    }

    private string Silence() => cache.Failure is { } failure ? $" {failure.TrimEnd('.')}." : "";

    private string Pages() => argoCd is null ? "" : $" See {argoCd}.";

    private static string Duration(TimeSpan time) =>
        time < TimeSpan.FromMinutes(2) ? $"{time.TotalSeconds:0} s" : $"{time.TotalMinutes:0} minutes";

    // The next change, or the time is over.
    private async Task NextAsync(long version, TimeSpan time, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await cache.AfterAsync(version, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over; the caller looks a last time.
        }
    }
}
