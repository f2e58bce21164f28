using BigBen.Kubelet.Commands;
using BigBen.Kubelet.Logs;
using BigBen.Kubelet.Pods;
using BigBen.Kubelet.Probes;
using BigBen.Kubelet.Processes;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Containers;

/// <summary>One run of a container: starts its process, probes it, ends it, and tells the pod's status all of it.</summary>
/// <param name="pod">The pod.</param>
/// <param name="container">The container.</param>
/// <param name="launch">What the run needs.</param>
internal sealed class ContainerRun(PodContext pod, ContainerSpec container, Launch launch) : IProbeResults
{
    private readonly string _name = container.Name;
    private readonly KubeletServices _services = pod.Services;
    private readonly PodStop _stop = pod.Stop;
    private readonly ProbeTarget _target = launch.Target;
    private readonly int _number = pod.Status[container.Name] is { ContainerId: not null } last ? last.RestartCount + 1 : 0;

    private string Id => $"bigben://{pod.Pod.Uid}/{_name}/{_number}";

    // Of an init container, ready means that it has succeeded.
    private bool TakesRequests => container.Role != ContainerRole.Init;

    // The kubelet's order: a sidecar ends after all that were started after it.
    private Task Turn => container.Role == ContainerRole.Sidecar
        ? pod.Status.UntilAsync(state => !state.RunsAfter(_name), CancellationToken.None)
        : Task.CompletedTask;

    /// <summary>Runs the container until it ends, by itself or because it has to.</summary>
    /// <returns>How it ended.</returns>
    public async Task<TerminatedState> RunAsync()
    {
        if (ProgramPath.Problem(launch.Command[0], _target) is { } problem)
            return NotStarted(problem);
        var log = _services.Logs.Begin(pod.Pod, _name, _number);
        try
        {
            using var process = ContainerProcess.Start(launch.Command, _target, log);
            return await WatchAsync(process, log);
        }
        catch (PlatformException e)
        {
            return NotStarted(e.Message);
        }
        finally
        {
            _services.Logs.End(log);
        }
    }

    void IProbeResults.Started() => Change(status => status with { Started = true });

    void IProbeResults.Ready(bool ready) => Change(status => status with { Ready = ready && TakesRequests });

    void IProbeResults.Failed(string probe, string output) => Tell("Unhealthy", $"{probe} probe failed: {output}", isWarning: true);

    private async Task<TerminatedState> WatchAsync(ContainerProcess process, string log)
    {
        var startedAt = _services.Clock.GetUtcNow();
        var cutOff = false;
        try
        {
            _services.Usage.Track(pod.Pod, _name, process.Identity);
            _services.Containers.Started(pod.Pod, _name, new RunningContainer(_target, _services.Clock));
            ProcessRecord.Write(pod.DirectoryOf(container), _services.Id, process.Identity);
            Running(startedAt);
            Tell("Started", "Container started");
            cutOff = await UntilEndAsync(process) && _stop is { IsShutdown: true, IsDeleted: false };
        }
        finally
        {
            // After any failure of ours, such as a full disk: a process that nobody watches must not stay.
            await process.KillAsync();
            _services.Containers.Ended(pod.Pod, _name);
            Leftovers.KillRest(Leftovers.MarkOf(pod.Pod, _name));
            _services.Usage.Forget(pod.Pod, _name);
        }

        var exitCode = await process.Exited;
        // Many a program says that all went well when it is asked to end. Of work that the end of the platform cuts off that would be a
        // success: what is left of it is what a kill leaves. An init container runs again anyway.
        if (cutOff && exitCode == 0 && container.Role == ContainerRole.Regular && !pod.Spec.Restarts(container, exitCode))
            return Ended(new TerminatedState(255, "Unknown", null, startedAt, _services.Clock.GetUtcNow(), Id));
        var message = exitCode == 0 ? null : LogTail.Read(log);
        return Ended(new TerminatedState(
            exitCode, exitCode == 0 ? "Completed" : "Error", message, startedAt, _services.Clock.GetUtcNow(), Id));
    }

    // Whether it did not end by itself, but was asked to as its pod has to end.
    private async Task<bool> UntilEndAsync(ContainerProcess process)
    {
        var ending = new ContainerEnding(container.PreStop, _target, process, _stop, _services.Clock, Tell, launch.Image.StopSignal);
        using var run = new CancellationTokenSource();
        var prober = new Prober(container, _target, _services.Clock, _services.Options.FastProbePeriod, this);
        var probing = prober.RunAsync(_stop.Requested, run.Token);
        try
        {
            await Task.WhenAny(process.Exited, probing, _stop.WhenRequested);
            if (process.Exited.IsCompleted)
                return false;
            if (_stop.Requested.IsCancellationRequested)
            {
                Tell("Killing", $"Stopping container {_name}");
                pod.Status.Write();
                await (_stop.IsDeleted ? ending.EndAsync(_stop.Over, Turn) : ending.EndAsync(pod.Spec.GracePeriod, Turn));
                return true;
            }

            var verdict = await probing;
            Tell("Killing", $"Container {_name} failed {verdict.Probe} probe, will be restarted");
            await ending.EndAsync(verdict.GracePeriod ?? pod.Spec.GracePeriod, Task.CompletedTask);
            return false;
        }
        finally
        {
            await run.CancelAsync();
            await ((Task)probing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Running(DateTimeOffset startedAt) => Change(status => Run(status) with
    {
        State = new RunningState(startedAt),
        Started = container.Startup is null,
        Ready = TakesRequests && container.Startup is null && container.Readiness is null,
    });

    private TerminatedState Ended(TerminatedState ended)
    {
        Change(status => status with
        {
            State = ended,
            Started = false,
            Ready = !TakesRequests && ended.ExitCode == 0,
            IsFinal = IsFinal(ended),
        });
        return ended;
    }

    private bool IsFinal(TerminatedState ended) =>
        _stop.IsDeleted || (!_stop.IsShutdown && (_stop.IsCompleted || !pod.Spec.Restarts(container, ended.ExitCode)));

    // What never ran is a run that failed, as for a container runtime.
    private TerminatedState NotStarted(string message)
    {
        var ended = new TerminatedState(128, "StartError", message, DateTimeOffset.UnixEpoch, _services.Clock.GetUtcNow(), Id);
        Tell("Failed", $"Error: {message}", isWarning: true);
        Change(status => pod.Spec.Restarts(container, ended.ExitCode)
            ? Run(status) with { State = new WaitingState(ContainerException.RunContainerError, message), LastState = ended }
            : Run(status) with { State = ended, IsFinal = IsFinal(ended) });
        return ended;
    }

    private ContainerStatus Run(ContainerStatus status) => status with
    {
        LastState = status.State as TerminatedState ?? status.LastState,
        RestartCount = _number,
        ContainerId = Id,
        ImageId = ImageReference.WithDigest(status.Image, launch.Image.Digest),
    };

    private void Change(Func<ContainerStatus, ContainerStatus> change) => pod.Status.Change(_name, change);

    private void Tell(string reason, string message, bool isWarning = false) => pod.Tell(container, reason, message, isWarning);
}
