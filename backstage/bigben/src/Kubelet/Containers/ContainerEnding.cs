using BigBen.Foundation.Processes;
using BigBen.Kubelet.Pods;
using BigBen.Kubelet.Probes;
using BigBen.Kubelet.Processes;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Containers;

/// <summary>Ends a running container: preStop hook, SIGTERM, and SIGKILL when the grace is over.</summary>
/// <param name="preStop">What comes before SIGTERM; null for nothing.</param>
/// <param name="target">What the hook goes to.</param>
/// <param name="process">The process.</param>
/// <param name="stop">Whether the pod, or the kubelet, is to end.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="tell">Told of a hook that fails: reason, message, and that it is a warning.</param>
/// <param name="signal">The signal that asks the process to end.</param>
internal sealed class ContainerEnding(
    ProbeAction? preStop,
    ProbeTarget target,
    ContainerProcess process,
    PodStop stop,
    TimeProvider clock,
    Action<string, string, bool> tell,
    int signal = Signals.Terminate)
{
    // The kubelet's minimumGracePeriodInSeconds: what is left for SIGTERM however long that took which comes before it.
    private static readonly TimeSpan LeastGrace = TimeSpan.FromSeconds(2);

    /// <summary>Ends the container within a grace of its own; if the pod is to end meanwhile, within the shorter of the two.</summary>
    /// <param name="grace">The grace.</param>
    /// <param name="turn">Completes when those have ended that go first.</param>
    public async Task EndAsync(TimeSpan grace, Task turn)
    {
        using var ended = new CancellationTokenSource();
        await EndAsync(Task.WhenAny(Task.Delay(grace, clock, ended.Token), stop.Over), turn);
        await ended.CancelAsync();
    }

    /// <summary>Ends the container; returns when its process is gone.</summary>
    /// <param name="over">Completes when the grace is over.</param>
    /// <param name="turn">Completes when those have ended that go first.</param>
    public async Task EndAsync(Task over, Task turn)
    {
        using var ended = new CancellationTokenSource();
        var waits = !turn.IsCompleted;
        if (preStop is not null && !stop.IsShutdown)
        {
            await HookAsync(preStop, over);
            waits = true;
        }

        await Task.WhenAny(turn, process.Exited, over);
        if (waits && !stop.IsShutdown)
            over = Task.WhenAll(over, Task.Delay(LeastGrace, clock, ended.Token));
        Signals.Send(process.Identity, signal);
        await Task.WhenAny(process.Exited, over);
        await process.KillAsync();
        await ended.CancelAsync();
    }

    private async Task HookAsync(ProbeAction hook, Task over)
    {
        using var ended = new CancellationTokenSource();
        var hooking = ActionRunner.RunAsync(hook, target, Timeout.InfiniteTimeSpan, clock, ended.Token);
        await Task.WhenAny(hooking, process.Exited, over);
        await ended.CancelAsync();
        try
        {
            if (await hooking is { } failure)
                tell("FailedPreStopHook", $"PreStopHook failed: {failure}", true);
        }
        catch (OperationCanceledException)
        {
            // The process ended, or its grace did: the hook has no point any more.
        }
    }
}
