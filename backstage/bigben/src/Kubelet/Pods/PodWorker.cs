using System.Text.Json;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Containers;
using BigBen.Kubelet.Events;
using BigBen.Kubelet.Volumes;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Pods;

/// <summary>One pod on this node, from its first status to its end: runs its container, again where it has to, and ends it.</summary>
internal sealed class PodWorker : IDisposable
{
    // A pod that is deleted without grace leaves its program the kubelet's least grace.
    private static readonly TimeSpan ForcedGrace = TimeSpan.FromSeconds(1);

    private readonly KubeletServices _services;
    private readonly PodStop _stop;
    private readonly PodStatusWriter _status;
    private readonly BackOff _restarts;
    private readonly BackOff _waits;
    private readonly JsonElement _pod;
    private bool _imageFound = true;

    /// <summary>Takes a pod, and writes its first status; nothing of it runs before <see cref="Start"/>.</summary>
    public PodWorker(JsonElement pod, KubeletServices services)
    {
        _pod = pod;
        _services = services;
        Pod = PodIdentity.Of(pod);
        _stop = new PodStop(services.Clock);
        _restarts = new BackOff(services.Options.RestartBackOff, services.Clock);
        _waits = new BackOff(services.Options.ImageBackOff, services.Clock);
        _status = new PodStatusWriter(Pod, PodReader.State(pod, services.Clock.GetUtcNow()), services);
    }

    /// <summary>The pod.</summary>
    public PodIdentity Pod { get; }

    /// <summary>Completes when nothing of the pod runs any more.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    private string Directory => Path.Combine(_services.PodsDirectory, Pod.Uid);

    /// <summary>Begins to run the pod.</summary>
    public void Start() => Completion = Task.Run(RunAsync);

    /// <summary>Looks at the pod as it is now: it may have been deleted.</summary>
    public void Observe(JsonElement pod)
    {
        if (pod.At("metadata", "deletionTimestamp") is not null)
            _stop.Delete(TimeSpan.FromSeconds(pod.NumberAt("metadata", "deletionGracePeriodSeconds") ?? 0));
    }

    /// <summary>The pod is no longer there.</summary>
    public void Remove() => _stop.Delete(ForcedGrace);

    /// <summary>The kubelet is ended: what runs is ended, the pod stays.</summary>
    public void Shutdown() => _stop.Shutdown(_services.Options.ShutdownGrace);

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync()
    {
        try
        {
            await RunContainerAsync(PodReader.Spec(_pod, Pod));
        }
        catch (ContainerException e)
        {
            // What the spec asks for will never come true here: the pod says so until it is deleted.
            Wait(e);
            await _stop.WhenRequested;
        }
        catch (OperationCanceledException) when (_stop.Requested.IsCancellationRequested)
        {
            // Told to end while it waited: there is no process.
        }
        finally
        {
            End();
        }
    }

    private async Task RunContainerAsync(PodSpec spec)
    {
        await using var volumes = new PodVolumes(Pod, spec, Directory, _services);
        await volumes.MountAsync(_stop.Requested);
        var launcher = new Launcher(Pod, spec, Directory, volumes, _services);
        _status.Change(state => state with { ReadyToStart = true });
        for (var ended = _status.Container.State as TerminatedState; ended is null || spec.Restarts(ended.ExitCode);)
        {
            _stop.Requested.ThrowIfCancellationRequested();
            var wake = _services.Wake.Next;
            try
            {
                ended = await RunOnceAsync(launcher, spec);
                if (spec.Restarts(ended.ExitCode))
                    await BackOffAsync(ended);
            }
            catch (ContainerException e)
            {
                await WaitAsync(e, wake);
            }
            catch (Exception e) when (e is not OperationCanceledException || !_stop.Requested.IsCancellationRequested)
            {
                // Whatever fails, a broken store of images for one, is told like any other reason to wait.
                _services.Logger.PodFailed(e, Pod);
                await WaitAsync(new ContainerException(ContainerException.RunContainerError, e.Message), wake);
            }
        }
    }

    private async Task<TerminatedState> RunOnceAsync(Launcher launcher, PodSpec spec)
    {
        var image = await launcher.FindImageAsync(_stop.Requested);
        _imageFound = true;
        Tell("Pulled", $"Container image \"{spec.Container.Image}\" already present on machine and can be accessed by the pod");
        using var launch = await launcher.PrepareAsync(image, _stop.Requested);
        _waits.Reset();
        _restarts.Attempt();
        Tell("Created", "Container created");
        PortsAnnotation.Write(_services.Store, Pod, launch.Ports);
        _stop.Requested.ThrowIfCancellationRequested();
        return await new ContainerRun(Pod, spec, Directory, launch, _status, _stop, _services).RunAsync();
    }

    private async Task BackOffAsync(TerminatedState ended)
    {
        _stop.Requested.ThrowIfCancellationRequested();
        var wait = _restarts.Next(immediateFirst: true);
        if (wait == TimeSpan.Zero)
            return;
        var name = _status.Container.Name;
        Tell("BackOff", $"Back-off restarting failed container {name} in pod {Pod}", isWarning: true);
        var message = $"back-off {GoDuration.Of(wait)} restarting failed container={name} pod={Pod}";
        _status.Change(container => container with { State = new WaitingState("CrashLoopBackOff", message), LastState = ended });
        await Task.Delay(wait, _services.Clock, _stop.Requested);
    }

    private async Task WaitAsync(ContainerException waiting, Task wake)
    {
        Wait(waiting);
        var wait = _waits.Next(immediateFirst: false);
        if (waiting.Reason == ContainerException.ErrImagePull)
        {
            var message = $"Back-off pulling image \"{_status.Container.Image}\"";
            Tell("BackOff", message);
            Tell("Failed", "Error: ImagePullBackOff", isWarning: true);
            _status.Change(container => container with
            {
                State = new WaitingState("ImagePullBackOff", $"{message}: {waiting.Reason}: {waiting.Message}"),
            });
        }

        using var awake = CancellationTokenSource.CreateLinkedTokenSource(_stop.Requested);
        await Task.WhenAny(Task.Delay(wait, _services.Clock, awake.Token), wake);
        await awake.CancelAsync();
        _stop.Requested.ThrowIfCancellationRequested();
    }

    private void Wait(ContainerException waiting)
    {
        if (waiting.Reason == ContainerException.ErrImagePull)
        {
            Tell("Pulling", $"Pulling image \"{_status.Container.Image}\"");
            Tell("Failed", $"Failed to pull image \"{_status.Container.Image}\": {waiting.Message}", isWarning: true);
            Tell("Failed", $"Error: {waiting.Reason}", isWarning: true);
        }
        else
        {
            Tell("Failed", $"Error: {waiting.Message}", isWarning: true);
        }

        // While the back-off is told, the kubelet does not go back to the failure itself.
        if (_imageFound || waiting.Reason != ContainerException.ErrImagePull)
        {
            var waits = new WaitingState(waiting.Reason, waiting.Message);
            _status.Change(state => state with
            {
                Containers = [.. state.Containers.Select(container => container with { State = waits })],
            });
        }

        _imageFound = waiting.Reason != ContainerException.ErrImagePull;
    }

    private void End()
    {
        if (_stop.IsDeleted || !_stop.IsShutdown)
        {
            _status.Change(state => state with
            {
                Finished = true,
                ReadyToStart = false,
                Containers = [.. state.Containers.Select(Last)],
            });
            DeleteDirectory();
        }

        if (_stop.IsDeleted)
            Delete();
    }

    // A container that waited for its next run has ended with its last one.
    private static ContainerStatus Last(ContainerStatus container) =>
        container is { State: WaitingState, LastState: { } last } ? container with { State = last, LastState = null } : container;

    private void Delete()
    {
        try
        {
            var now = new DeleteOptions(GracePeriodSeconds: 0, Uid: Pod.Uid);
            _services.Store.Delete(PodIdentity.Resource, Pod.Namespace, Pod.Name, now);
        }
        catch (StatusException e) when (e.Reason is StatusReason.NotFound or StatusReason.Conflict)
        {
            // It is gone already, and there may be another one of its name.
        }
    }

    private void DeleteDirectory()
    {
        try
        {
            if (System.IO.Directory.Exists(Directory))
                System.IO.Directory.Delete(Directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _services.Logger.FolderNotDeleted(e, Pod);
        }
    }

    private void Tell(string reason, string message, bool isWarning = false) =>
        _services.Events.Record(new PodEvent(Pod, _status.State.Containers is [var only] ? only.Name : null, isWarning, reason, message));
}
