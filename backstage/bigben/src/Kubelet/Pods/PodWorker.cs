using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Foundation.Processes;
using BigBen.Kubelet.Containers;
using BigBen.Kubelet.Events;
using BigBen.Kubelet.Volumes;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Pods;

/// <summary>One pod on this node, from its first status to its end: runs its containers in their order, and ends them.</summary>
internal sealed class PodWorker : IDisposable
{
    // A pod that is deleted without grace leaves its programs the kubelet's least grace.
    private static readonly TimeSpan ForcedGrace = TimeSpan.FromSeconds(1);

    private readonly KubeletServices _services;
    private readonly PodStop _stop;
    private readonly PodStatusWriter _status;
    private readonly JsonElement _pod;
    private readonly Pulse _relabelled = new();
    private PodIdentity _seen;

    /// <summary>Takes a pod, and writes its first status; nothing of it runs before <see cref="Start"/>.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="services">What all pods share.</param>
    /// <param name="again">Has <see cref="Observe"/> called after a while though nothing changes.</param>
    public PodWorker(JsonElement pod, KubeletServices services, Action again)
    {
        _pod = pod;
        _services = services;
        Pod = PodIdentity.Of(pod);
        _seen = Pod;
        _stop = new PodStop(services.Clock);
        _status = new PodStatusWriter(Pod, PodReader.State(pod, services.Clock.GetUtcNow()), services, again);
    }

    /// <summary>The pod.</summary>
    public PodIdentity Pod { get; }

    /// <summary>Completes when nothing of the pod runs any more.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Whether nothing of the pod runs any more and the store knows all that this worker knows.</summary>
    public bool IsOver => Completion.IsCompleted && _status.IsWritten;

    private string Directory => Path.Combine(_services.PodsDirectory, Pod.Uid);

    /// <summary>Begins to run the pod.</summary>
    public void Start() => Completion = Task.Run(RunAsync);

    /// <summary>Looks at the pod as it is now: it may have been deleted, or its status could not be written.</summary>
    public void Observe(JsonElement pod)
    {
        if (pod.IsTerminating())
            _stop.Delete(TimeSpan.FromSeconds(pod.NumberAt("metadata", "deletionGracePeriodSeconds") ?? 0));
        _status.Retry();
        var now = PodIdentity.Of(pod);
        if (now.IsLabelledAs(_seen))
            return;
        _seen = now;
        _relabelled.Beat();
    }

    /// <summary>The pod is no longer there.</summary>
    public void Remove()
    {
        _stop.Delete(ForcedGrace);
        _status.Retry();
    }

    /// <summary>The kubelet is ended: what runs is ended, the pod stays.</summary>
    public void Shutdown() => _stop.Shutdown(_services.Options.ShutdownGrace);

    /// <summary>Removes a deleted pod of which nothing runs any more from the store.</summary>
    public static void Delete(IObjectStore store, PodIdentity pod) =>
        store.DeleteIfThere(Kinds.Pods, pod.Key, new DeleteOptions(GracePeriodSeconds: 0, Uid: pod.Uid));

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync()
    {
        try
        {
            await RunContainersAsync(PodReader.Spec(_pod, Pod));
        }
        catch (ContainerException e)
        {
            // What the spec asks for will never come true here: the pod says so until it is deleted.
            Refuse(e);
            await _stop.WhenRequested;
        }
        catch (OperationCanceledException) when (_stop.Requested.IsCancellationRequested)
        {
            // Told to end while it waited: there is no process.
        }
        catch (Exception e) when (_stop.IsDeleted)
        {
            // It goes all the same. A pod that stays is not at its end: another worker takes it.
            _services.Logger.PodFailed(e, Pod);
        }

        End();
    }

    private async Task RunContainersAsync(PodSpec spec)
    {
        await using var volumes = new PodVolumes(Pod, spec, Directory, _relabelled, _services);
        await volumes.MountAsync(_stop.Requested);
        using var ports = new HostPorts(spec, _services.Ports);
        var pod = new PodContext(Pod, spec, Directory, volumes, ports, _status, _stop, _services);
        _status.Change(state => state with { ReadyToStart = true });
        var initialization = new PodInitialization(pod);
        try
        {
            if (await initialization.RunAsync())
                await Task.WhenAll(spec.Containers.Select(container => new ContainerWorker(pod, container).RunAsync()));
        }
        finally
        {
            // Nobody is left whom the sidecars serve.
            _stop.Complete(spec.GracePeriod);
            await initialization.Sidecars.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Refuse(ContainerException refused)
    {
        _services.Events.Record(new PodEvent(Pod, null, IsWarning: true, "Failed", $"Error: {refused.Message}"));
        var waits = new WaitingState(refused.Reason, refused.Message);
        _status.Change(state => state with
        {
            Containers = [.. state.Containers.Select(container => container with { State = waits })],
        });
    }

    private void End()
    {
        if (_stop.IsDeleted || !_stop.IsShutdown)
        {
            _status.Change(state => state with { Containers = [.. state.Containers.Select(container => Last(state, container))] });
            DeleteDirectory();
        }

        if (_stop.IsDeleted)
            Delete(_services.Store, Pod);
    }

    // A container that waited for its next run has ended with its last one. One that never ran has failed, unless its pod was not even
    // initialized: then the pod alone has.
    private ContainerStatus Last(PodState pod, ContainerStatus container) => container switch
    {
        { State: WaitingState, LastState: { } last } => container with { State = last, LastState = null, IsFinal = true },
        { State: WaitingState, Role: ContainerRole.Regular } when _stop.IsDeleted && pod.Incomplete.Count == 0 =>
            container with { State = TerminatedState.NeverRun(_services.Clock.GetUtcNow()), IsFinal = true },
        _ => container with { IsFinal = true },
    };

    private void DeleteDirectory()
    {
        try
        {
            if (System.IO.Directory.Exists(Directory))
                FolderRemoval.Delete(Directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _services.Logger.FolderNotDeleted(e, Pod);
        }
    }
}
