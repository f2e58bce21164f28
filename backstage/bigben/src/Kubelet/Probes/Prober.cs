using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Probes;

/// <summary>
/// Probes one run of a container as the kubelet does, with three differences. Until the first success, startup and readiness are asked
/// every <c>fastPeriod</c> where the period is longer, so that a pod is ready as soon as its program is; a failure still counts only once
/// a period. Liveness is first asked one period after the start. And all probes are asked on whole seconds, those of every pod together.
/// </summary>
/// <param name="container">The container.</param>
/// <param name="target">The run.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="fastPeriod">The longest time between two questions before the first success.</param>
/// <param name="results">Told what is found out.</param>
internal sealed class Prober(
    ContainerSpec container, ProbeTarget target, TimeProvider clock, TimeSpan fastPeriod, IProbeResults results)
{
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Probes until the container has to be restarted, and says why.</summary>
    /// <param name="terminating">From then on only readiness is asked: a container that is being ended is not restarted.</param>
    /// <param name="cancellationToken">Ends the probing.</param>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled, or <paramref name="terminating"/> before the container had started.
    /// </exception>
    public async Task<ProbeVerdict> RunAsync(CancellationToken terminating, CancellationToken cancellationToken)
    {
        using var living = CancellationTokenSource.CreateLinkedTokenSource(terminating, cancellationToken);
        if (container.Startup is { } startup)
        {
            if (!await StartsAsync(startup, living.Token))
                return new ProbeVerdict("startup", startup.GracePeriod);
            results.Started();
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var readiness = container.Readiness is { } probe ? KeepReadinessAsync(probe, end.Token) : ReadyAsync(end.Token);
        var liveness = container.Liveness is { } alive ? UntilDeadAsync(alive, living.Token, end.Token) : NeverAsync(end.Token);
        try
        {
            await await Task.WhenAny(readiness, liveness);
            return new ProbeVerdict("liveness", container.Liveness?.GracePeriod);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(readiness, liveness).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> StartsAsync(ProbeSpec probe, CancellationToken cancellationToken)
    {
        await InitialDelayAsync(probe, cancellationToken);
        var start = clock.GetTimestamp();
        for (var counted = 0; ;)
        {
            if (await AskAsync(probe, cancellationToken) is not { } failure)
                return true;
            if (clock.GetElapsedTime(start) >= (counted + 1) * probe.Period)
            {
                counted++;
                results.Failed("Startup", failure);
                if (counted >= probe.FailureThreshold)
                    return false;
            }

            await Task.Delay(Fast(probe.Period), clock, cancellationToken);
        }
    }

    private async Task UntilDeadAsync(ProbeSpec probe, CancellationToken living, CancellationToken cancellationToken)
    {
        try
        {
            await InitialDelayAsync(probe, living);
            for (var failures = 0; failures < probe.FailureThreshold;)
            {
                await CoalescedDelay.WaitAsync(probe.Period, clock, living);
                var failure = await AskAsync(probe, living);
                failures = failure is null ? 0 : failures + 1;
                if (failure is not null)
                    results.Failed("Liveness", failure);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The container is being ended: its readiness is still asked.
            await NeverAsync(cancellationToken);
        }
    }

    private async Task KeepReadinessAsync(ProbeSpec probe, CancellationToken cancellationToken)
    {
        await InitialDelayAsync(probe, cancellationToken);
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
                results.Failed("Readiness", failure);
            }

            if (failure is null && !ready && run >= probe.SuccessThreshold)
                results.Ready(ready = true);
            else if (failure is not null && ready && run >= probe.FailureThreshold)
                results.Ready(ready = false);
            await (everSucceeded
                ? CoalescedDelay.WaitAsync(probe.Period, clock, cancellationToken)
                : Task.Delay(Fast(probe.Period), clock, cancellationToken));
        }
    }

    // Counted from the start of the container, whenever its startup probe succeeds.
    private Task InitialDelayAsync(ProbeSpec probe, CancellationToken cancellationToken)
    {
        var left = probe.InitialDelay - clock.GetElapsedTime(_start);
        return left > TimeSpan.Zero ? Task.Delay(left, clock, cancellationToken) : Task.CompletedTask;
    }

    private Task ReadyAsync(CancellationToken cancellationToken)
    {
        results.Ready(true);
        return NeverAsync(cancellationToken);
    }

    private Task<string?> AskAsync(ProbeSpec probe, CancellationToken cancellationToken) =>
        ActionRunner.RunAsync(probe.Action, target, probe.Timeout, clock, cancellationToken);

    private TimeSpan Fast(TimeSpan period) => period < fastPeriod ? period : fastPeriod;

    private static Task NeverAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
}
