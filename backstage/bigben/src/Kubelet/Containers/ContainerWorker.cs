using BigBen.Foundation.Schedules;
using BigBen.Kubelet.Pods;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Containers;

/// <summary>One container of a pod over all its runs: starts it, again where it has to, and waits in between.</summary>
/// <param name="pod">The pod.</param>
/// <param name="container">The container.</param>
internal sealed class ContainerWorker(PodContext pod, ContainerSpec container)
{
    private readonly Launcher _launcher = new(pod, container);
    private readonly BackOff _restarts = new(pod.Services.Options.RestartBackOff, pod.Services.Clock);
    private readonly BackOff _waits = new(pod.Services.Options.ImageBackOff, pod.Services.Clock);
    private bool _imageFound = true;

    private CancellationToken Requested => pod.Stop.Requested;

    /// <summary>Runs the container until it is not started any more; returns at once where that is so already.</summary>
    /// <exception cref="OperationCanceledException">The pod is to end, and the container does not run.</exception>
    public async Task RunAsync()
    {
        for (var ended = pod.Status[container.Name].State as TerminatedState;
            ended is null || pod.Spec.Restarts(container, ended.ExitCode);)
        {
            Requested.ThrowIfCancellationRequested();
            var wake = pod.Services.Wake.Next;
            try
            {
                ended = await RunOnceAsync();
                if (pod.Spec.Restarts(container, ended.ExitCode))
                    await BackOffAsync(ended);
            }
            catch (ContainerException e)
            {
                await WaitAsync(e, wake);
            }
            catch (Exception e) when (e is not OperationCanceledException || !Requested.IsCancellationRequested)
            {
                // Whatever fails, a broken store of images for one, is told like any other reason to wait.
                pod.Services.Logger.PodFailed(e, pod.Pod);
                await WaitAsync(new ContainerException(ContainerException.RunContainerError, e.Message), wake);
            }
        }
    }

    private async Task<TerminatedState> RunOnceAsync()
    {
        var image = await _launcher.FindImageAsync(Requested);
        _imageFound = true;
        Tell("Pulled", $"Container image \"{container.Image}\" already present on machine and can be accessed by the pod");
        if (image.Notice is { } notice)
            Tell("StandIn", notice);
        using var launch = await _launcher.PrepareAsync(image, Requested);
        _waits.Reset();
        _restarts.Attempt();
        Tell("Created", "Container created");
        PortsAnnotation.Write(pod.Services.Store, pod.Pod, launch.Target.Ports);
        Requested.ThrowIfCancellationRequested();
        return await new ContainerRun(pod, container, launch).RunAsync();
    }

    private async Task BackOffAsync(TerminatedState ended)
    {
        Requested.ThrowIfCancellationRequested();
        var wait = _restarts.Next(immediateFirst: true);
        if (wait == TimeSpan.Zero)
            return;
        Tell("BackOff", $"Back-off restarting failed container {container.Name} in pod {pod.Pod}", isWarning: true);
        var message = $"back-off {GoDuration.Of(wait)} restarting failed container={container.Name} pod={pod.Pod}";
        Change(status => status with { State = new WaitingState("CrashLoopBackOff", message), LastState = ended });
        await Task.Delay(wait, pod.Services.Clock, Requested);
    }

    private async Task WaitAsync(ContainerException waiting, Task wake)
    {
        Wait(waiting);
        var wait = _waits.Next(immediateFirst: false);
        if (waiting.Reason == ContainerException.ErrImagePull)
        {
            var message = $"Back-off pulling image \"{container.Image}\"";
            Tell("BackOff", message);
            Tell("Failed", "Error: ImagePullBackOff", isWarning: true);
            Waits("ImagePullBackOff", $"{message}: {waiting.Reason}: {waiting.Message}");
        }

        using var awake = CancellationTokenSource.CreateLinkedTokenSource(Requested);
        await Task.WhenAny(Task.Delay(wait, pod.Services.Clock, awake.Token), wake);
        await awake.CancelAsync();
        Requested.ThrowIfCancellationRequested();
    }

    private void Wait(ContainerException waiting)
    {
        if (waiting.Reason == ContainerException.ErrImagePull)
        {
            Tell("Pulling", $"Pulling image \"{container.Image}\"");
            Tell("Failed", $"Failed to pull image \"{container.Image}\": {waiting.Message}", isWarning: true);
            Tell("Failed", $"Error: {waiting.Reason}", isWarning: true);
        }
        else
        {
            Tell("Failed", $"Error: {waiting.Message}", isWarning: true);
        }

        // While the back-off is told, the kubelet does not go back to the failure itself.
        if (_imageFound || waiting.Reason != ContainerException.ErrImagePull)
            Waits(waiting.Reason, waiting.Message);
        _imageFound = waiting.Reason != ContainerException.ErrImagePull;
    }

    // How its last run ended stays to be seen, and with it that run's log.
    private void Waits(string reason, string message) => Change(status => status with
    {
        State = new WaitingState(reason, message),
        LastState = status.State as TerminatedState ?? status.LastState,
    });

    private void Change(Func<ContainerStatus, ContainerStatus> change) => pod.Status.Change(container.Name, change);

    private void Tell(string reason, string message, bool isWarning = false) => pod.Tell(container, reason, message, isWarning);
}
