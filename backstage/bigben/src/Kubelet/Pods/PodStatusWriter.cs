using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.Foundation;
using BigBen.Kubelet.Containers;

namespace BigBen.Kubelet.Pods;

/// <summary>Keeps a pod's state, and its status in the store equal to it. Every member may be called from any thread.</summary>
internal sealed class PodStatusWriter
{
    private static readonly WriteOptions Status = new(Subresource: "status");

    private readonly Lock _gate = new();
    private readonly PodIdentity _pod;
    private readonly KubeletServices _services;
    private PodState _state;

    /// <summary>Writes the first status.</summary>
    public PodStatusWriter(PodIdentity pod, PodState state, KubeletServices services)
    {
        _pod = pod;
        _state = state;
        _services = services;
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

    /// <summary>The pod's only container.</summary>
    public ContainerStatus Container => State.Containers[0];

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
    }

    /// <summary>Changes the pod's only container; writes when that changed anything.</summary>
    public void Change(Func<ContainerStatus, ContainerStatus> change) => Change(state =>
    {
        var next = change(state.Containers[0]);
        return next == state.Containers[0] ? state : state with { Containers = [next] };
    });

    /// <summary>Writes the status again, as the pod itself has changed.</summary>
    public void Write()
    {
        lock (_gate)
        {
            try
            {
                _services.Store.Update(
                    PodIdentity.Resource,
                    _pod.Namespace,
                    _pod.Name,
                    pod =>
                    {
                        if (ObjectMeta.Text(pod, "uid") == _pod.Uid)
                            pod["status"] = PodStatusDocument.Of(pod, _state, _services.Clock.GetUtcNow());
                        return pod;
                    },
                    Status);
            }
            catch (StatusException e) when (e.Reason == StatusReason.NotFound)
            {
                // The pod was deleted without grace: nobody asks for its status any more.
            }
            catch (PlatformException e)
            {
                // A full disk must not end a program that runs; the next change writes all of the state.
                _services.Logger.StatusNotWritten(e, _pod);
            }
        }
    }
}
