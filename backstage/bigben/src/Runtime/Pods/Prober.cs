using BigBen.Manifests.Specs;

namespace BigBen.Runtime;

/// <summary>
/// Probes one run of a container as the kubelet does, with two differences. Until the first success, startup and readiness are asked every
/// <c>fastPeriod</c> where the period is longer, so that a pod is ready as soon as its program is; a failure still counts only once a period.
/// And liveness is first asked one period after the start.
/// </summary>
/// <param name="container">The container.</param>
/// <param name="target">The run.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="fastPeriod">The longest time between two questions before the first success.</param>
/// <param name="onReady">Told when readiness changes, and why it is missing.</param>
/// <param name="onFailure">Told of each failure that counts: the probe's kind and what went wrong.</param>
internal sealed class Prober(
    ContainerSpec container,
    ProbeTarget target,
    TimeProvider clock,
    TimeSpan fastPeriod,
    Action<bool, string?> onReady,
    Action<string, string> onFailure)
{
    /// <summary>Probes until the container has to be restarted, and says why.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<(string Why, TimeSpan? GracePeriod)> RunAsync(CancellationToken cancellationToken)
    {
        if (container.Startup is { } startup && await UntilStartedAsync(startup, cancellationToken) is { } why)
            return ($"startup probe failed: {why}", startup.GracePeriod);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var readiness = container.Readiness is { } probe ? KeepReadinessAsync(probe, end.Token) : ReadyAsync(end.Token);
        var liveness = container.Liveness is { } alive ? UntilDeadAsync(alive, end.Token) : NeverAsync(end.Token);
        try
        {
            await await Task.WhenAny(readiness, liveness);
            return ($"liveness probe failed: {await liveness}", container.Liveness?.GracePeriod);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(readiness, liveness).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task<string?> UntilStartedAsync(ProbeSpec probe, CancellationToken cancellationToken)
    {
        await Task.Delay(probe.InitialDelay, clock, cancellationToken);
        var start = clock.GetTimestamp();
        for (var counted = 0; ;)
        {
            if (await AskAsync(probe, cancellationToken) is not { } failure)
                return null;
            onReady(false, $"startup probe: {failure}");
            if (clock.GetElapsedTime(start) >= (counted + 1) * probe.Period)
            {
                counted++;
                onFailure("Startup", failure);
                if (counted >= probe.FailureThreshold)
                    return failure;
            }

            await Task.Delay(Fast(probe.Period), clock, cancellationToken);
        }
    }

    private async Task<string> UntilDeadAsync(ProbeSpec probe, CancellationToken cancellationToken)
    {
        await Task.Delay(probe.InitialDelay, clock, cancellationToken);
        for (var failures = 0; ;)
        {
            await Task.Delay(probe.Period, clock, cancellationToken);
            var failure = await AskAsync(probe, cancellationToken);
            failures = failure is null ? 0 : failures + 1;
            if (failure is null)
                continue;
            onFailure("Liveness", failure);
            if (failures >= probe.FailureThreshold)
                return failure;
        }
    }

    private async Task KeepReadinessAsync(ProbeSpec probe, CancellationToken cancellationToken)
    {
        await Task.Delay(probe.InitialDelay, clock, cancellationToken);
        var ready = false;
        var everSucceeded = false;
        var run = 0;
        var lastFailed = false;
        var lastTold = clock.GetTimestamp();
        while (true)
        {
            var failure = await AskAsync(probe, cancellationToken);
            run = run > 0 && lastFailed == failure is not null ? run + 1 : 1;
            lastFailed = failure is not null;
            everSucceeded |= failure is null;
            if (failure is not null && (everSucceeded || clock.GetElapsedTime(lastTold) >= probe.Period))
            {
                lastTold = clock.GetTimestamp();
                onFailure("Readiness", failure);
            }

            if (failure is null && !ready && run >= probe.SuccessThreshold)
                onReady(ready = true, null);
            else if (failure is not null && (!ready || run >= probe.FailureThreshold))
                onReady(ready = false, $"readiness probe: {failure}");
            await Task.Delay(everSucceeded ? probe.Period : Fast(probe.Period), clock, cancellationToken);
        }
    }

    private Task<string> ReadyAsync(CancellationToken cancellationToken)
    {
        onReady(true, null);
        return NeverAsync(cancellationToken);
    }

    private Task<string?> AskAsync(ProbeSpec probe, CancellationToken cancellationToken) =>
        ProbeRunner.RunAsync(probe.Action, target, probe.Timeout, clock, cancellationToken);

    private TimeSpan Fast(TimeSpan period) => period < fastPeriod ? period : fastPeriod;

    private static async Task<string> NeverAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return "";
    }
}
