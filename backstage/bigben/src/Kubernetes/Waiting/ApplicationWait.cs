using BigBen.Foundation;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;

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
    private const string Closing = "What ran before keeps serving";

    /// <summary>Waits; a failure that lasts ends it early.</summary>
    /// <param name="concerned">Which of the Applications it is about.</param>
    /// <param name="missing">What is still missing; null when nothing is.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The Applications as they were when nothing was missing.</returns>
    /// <exception cref="PlatformException">
    /// Something failed, or is missing still when patience is over; the sentence says what and why.
    /// </exception>
    public async Task<IReadOnlyList<Application>> UntilAsync(
        Func<Application, bool> concerned,
        Func<ClusterObjects, IReadOnlyList<Application>, Task<Missing?>> missing,
        CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var (failure, since) = ((Missing?)null, started);
        while (true)
        {
            var version = cache.Version;
            var cluster = cache.Objects;
            IReadOnlyList<Application> applications = [.. ApplicationList.All(cluster).Where(concerned)];
            if (await missing(cluster, applications) is not { } now)
                return applications;
            if (now != failure)
                (failure, since) = (now, clock.GetTimestamp());
            var left = patience.Ready - clock.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                throw new PlatformException(
                    $"{await MoreAsync(now)}, {Duration(patience.Ready)} after it was asked for.{Silence()}{Pages()} {Closing}.");
            if (now.HasFailed)
            {
                var longest = now.LacksImage ? patience.Pulling : now.MayRecover ? patience.Recovering : patience.Failing;
                var believed = longest - clock.GetElapsedTime(since);
                if (believed <= TimeSpan.Zero)
                    throw new PlatformException($"{await MoreAsync(now)}. {Closing}; push a fix or roll back.");
                left = believed < left ? believed : left;
            }

            await NextAsync(version, left, cancellationToken);

            async Task<string> MoreAsync(Missing what) =>
                await PodTrouble.DescribeAsync(api, cluster, applications, cancellationToken) is { } more
                    ? $"{what.What} ({more.TrimEnd('.')})"
                    : what.What.TrimEnd('.');
        }
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
