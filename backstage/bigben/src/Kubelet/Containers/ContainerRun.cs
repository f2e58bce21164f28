using BigBen.Foundation;
using BigBen.Foundation.Processes;
using BigBen.Kubelet.Commands;
using BigBen.Kubelet.Events;
using BigBen.Kubelet.Logs;
using BigBen.Kubelet.Pods;
using BigBen.Kubelet.Probes;
using BigBen.Kubelet.Processes;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Containers;

/// <summary>One run of a container: starts its process, probes it, ends it, and tells the pod's status all of it.</summary>
/// <param name="pod">The pod.</param>
/// <param name="spec">Its spec.</param>
/// <param name="directory">Its folder.</param>
/// <param name="launch">What the run needs.</param>
/// <param name="status">The pod's status.</param>
/// <param name="stop">Whether the pod is to end.</param>
/// <param name="services">What all pods share.</param>
internal sealed class ContainerRun(
    PodIdentity pod,
    PodSpec spec,
    string directory,
    Launch launch,
    PodStatusWriter status,
    PodStop stop,
    KubeletServices services) : IProbeResults
{
    private readonly string _name = spec.Container.Name;
    private readonly ProbeTarget _target = new(launch.Image.RootDirectory, launch.Environment, launch.Ports);
    private readonly int _number = status.Container.ContainerId is null ? 0 : status.Container.RestartCount + 1;

    private string Id => $"bigben://{pod.Uid}/{_name}/{_number}";

    /// <summary>Runs the container until it ends, by itself or because it has to.</summary>
    /// <returns>How it ended.</returns>
    public async Task<TerminatedState> RunAsync()
    {
        if (ProgramPath.Problem(launch.Command[0], launch.Image.RootDirectory, launch.Environment) is { } problem)
            return NotStarted(problem);
        var log = services.Logs.Begin(pod, _name, _number);
        try
        {
            using var process = ContainerProcess.Start(launch.Command, launch.Image.RootDirectory, launch.Environment, log);
            return await WatchAsync(process, log);
        }
        catch (PlatformException e)
        {
            return NotStarted(e.Message);
        }
        finally
        {
            services.Logs.End(log);
        }
    }

    void IProbeResults.Started() => status.Change(container => container with { Started = true });

    void IProbeResults.Ready(bool ready) => status.Change(container => container with { Ready = ready });

    void IProbeResults.Failed(string probe, string output) => Tell("Unhealthy", $"{probe} probe failed: {output}", isWarning: true);

    private async Task<TerminatedState> WatchAsync(ContainerProcess process, string log)
    {
        var startedAt = services.Clock.GetUtcNow();
        try
        {
            services.Usage.Track(pod, _name, process.Identity);
            services.Containers.Started(pod, new RunningContainer(_name, _target, services.Clock));
            ProcessRecord.Write(directory, services.Id, process.Identity);
            Running(startedAt);
            Tell("Started", "Container started");
            await UntilEndAsync(process);
        }
        finally
        {
            // After any failure of ours, such as a full disk: a process that nobody watches must not stay.
            if (!process.Exited.IsCompleted)
                Signals.Send(process.Identity, Signals.Kill);
            await process.Exited;
            services.Containers.Ended(pod);
            Leftovers.KillRest(pod.Uid);
            services.Usage.Forget(pod);
        }

        var exitCode = await process.Exited;
        var message = exitCode == 0 ? null : LogTail.Read(log);
        return Ended(new TerminatedState(
            exitCode, exitCode == 0 ? "Completed" : "Error", message, startedAt, services.Clock.GetUtcNow(), Id));
    }

    private async Task UntilEndAsync(ContainerProcess process)
    {
        var ending = new ContainerEnding(spec, _target, process, stop, services.Clock, Tell);
        using var run = new CancellationTokenSource();
        var prober = new Prober(spec.Container, _target, services.Clock, services.Options.FastProbePeriod, this);
        var probing = prober.RunAsync(stop.Requested, run.Token);
        try
        {
            await Task.WhenAny(process.Exited, probing, stop.WhenRequested);
            if (process.Exited.IsCompleted)
                return;
            if (stop.Requested.IsCancellationRequested)
            {
                Tell("Killing", $"Stopping container {_name}");
                status.Write();
                await (stop.IsDeleted ? ending.EndAsync(stop.Over) : ending.EndAsync(spec.GracePeriod));
                return;
            }

            var verdict = await probing;
            Tell("Killing", $"Container {_name} failed {verdict.Probe} probe, will be restarted");
            await ending.EndAsync(verdict.GracePeriod ?? spec.GracePeriod);
        }
        finally
        {
            await run.CancelAsync();
            await ((Task)probing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Running(DateTimeOffset startedAt) => status.Change(container => Run(container) with
    {
        State = new RunningState(startedAt),
        Started = spec.Container.Startup is null,
        Ready = spec.Container.Startup is null && spec.Container.Readiness is null,
    });

    private TerminatedState Ended(TerminatedState ended)
    {
        var finished = stop.IsDeleted || !(stop.IsShutdown || spec.Restarts(ended.ExitCode));
        status.Change(state => state with
        {
            Finished = finished,
            ReadyToStart = !finished,
            Containers = [state.Containers[0] with { State = ended, Started = false, Ready = false }],
        });
        return ended;
    }

    // What never ran is a run that failed, as for a container runtime.
    private TerminatedState NotStarted(string message)
    {
        var ended = new TerminatedState(128, "StartError", message, DateTimeOffset.UnixEpoch, services.Clock.GetUtcNow(), Id);
        Tell("Failed", $"Error: {message}", isWarning: true);
        status.Change(container => Run(container) with
        {
            State = new WaitingState(ContainerException.RunContainerError, message),
            LastState = ended,
        });
        return ended;
    }

    private ContainerStatus Run(ContainerStatus container) => container with
    {
        LastState = container.State as TerminatedState ?? container.LastState,
        RestartCount = _number,
        ContainerId = Id,
        ImageId = ImageReference.WithDigest(container.Image, launch.Image.Digest),
    };

    private void Tell(string reason, string message, bool isWarning = false) =>
        services.Events.Record(new PodEvent(pod, _name, isWarning, reason, message));
}
