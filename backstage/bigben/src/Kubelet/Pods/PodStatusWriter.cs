using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Containers;

namespace BigBen.Kubelet.Pods;

/// <summary>Keeps a pod's state, and its status in the store equal to it. Every member may be called from any thread.</summary>
internal sealed class PodStatusWriter
{
    private static readonly WriteOptions Status = new(Subresource: "status");

    private readonly Lock _gate = new();
    private readonly PodIdentity _pod;
    private readonly KubeletServices _services;
    private readonly Pulse _changed = new();
    private readonly Action _again;
    private PodState _state;
    private volatile bool _isWritten;

    /// <summary>Writes the first status.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="state">Its state.</param>
    /// <param name="services">What all pods share.</param>
    /// <param name="again">Has <see cref="Retry"/> called after a while.</param>
    public PodStatusWriter(PodIdentity pod, PodState state, KubeletServices services, Action again)
    {
        _pod = pod;
        _state = state;
        _services = services;
        _again = again;
        Write();
    }

    /// <summary>The pod's state.</summary>
    public PodState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    /// <summary>Whether the store has the state as it is.</summary>
    public bool IsWritten => _isWritten;

    /// <summary>One of the pod's containers.</summary>
    public ContainerStatus this[string container] => State.Containers.Single(status => status.Name == container);

    /// <summary>Changes the state; writes when that changed anything.</summary>
    public void Change(Func<PodState, PodState> change)
    {
        lock (_gate)
        {
            var next = change(_state);
            if (next == _state)
                return;
            _state = next;
            Write();
        }

        _changed.Beat();
    }

    /// <summary>Changes one of the pod's containers; writes when that changed anything.</summary>
    public void Change(string container, Func<ContainerStatus, ContainerStatus> change) => Change(state => state.With(container, change));

    /// <summary>Waits until the state is such.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task UntilAsync(Predicate<PodState> condition, CancellationToken cancellationToken)
    {
        for (var changed = _changed.Next; !condition(State); changed = _changed.Next)
            await changed.WaitAsync(cancellationToken);
    }

    /// <summary>Writes the status again, as the pod itself has changed.</summary>
    public void Write()
    {
        lock (_gate)
        {
            try
            {
                Write(_services, _pod, pod => PodStatusDocument.Of(pod, _state, _services.Clock.GetUtcNow()));
                _isWritten = true;
            }
            catch (PlatformException e)
            {
                // A full disk must not end a program that runs: the next change writes all of the state, or the next try.
                _isWritten = false;
                _services.Logger.StatusNotWritten(e, _pod);
                _again();
            }
        }
    }

    /// <summary>Writes the status that could not be written.</summary>
    public void Retry()
    {
        if (!IsWritten)
            Write();
    }

    /// <summary>Writes a pod's status, unless another pod has its name by now.</summary>
    /// <param name="services">What all pods share.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="status">Its status, of the object as it stands.</param>
    /// <returns>Whether the pod is still there.</returns>
    /// <exception cref="PlatformException">It cannot be written: the disk is full, for one.</exception>
    public static bool Write(KubeletServices services, PodIdentity pod, Func<JsonObject, JsonObject> status) =>
        services.Store.Change(Kinds.Pods, pod.Key, pod.Uid, value => value["status"] = status(value), Status) is not null;
}
