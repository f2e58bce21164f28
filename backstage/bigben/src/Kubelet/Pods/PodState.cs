using BigBen.Kubelet.Containers;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Pods;

/// <summary>What the kubelet knows of a pod at one moment, from which its status is made.</summary>
/// <param name="StartTime">When the kubelet took the pod, UTC.</param>
/// <param name="Containers">All its containers, in the order in which they are started.</param>
internal sealed record PodState(DateTimeOffset StartTime, IReadOnlyList<ContainerStatus> Containers)
{
    /// <summary>Whether everything is there that its containers need to be started.</summary>
    public bool ReadyToStart { get; init; }

    /// <summary>Those that run beside each other once the pod is initialized.</summary>
    public IEnumerable<ContainerStatus> Regular => Containers.Where(container => container.Role == ContainerRole.Regular);

    /// <summary>
    /// The names of the init containers that its containers wait for. Once one of those has been started there are none, whatever becomes
    /// of a sidecar.
    /// </summary>
    public IReadOnlyList<string> Incomplete => Regular.Any(container => container.State != WaitingState.Initializing)
        ? []
        : [.. Containers.Where(IsIncomplete).Select(container => container.Name)];

    /// <summary>Whether nothing of it runs, nor ever will again.</summary>
    public bool IsFinished =>
        (HasFailedInit || Regular.All(container => container.IsFinal))
        && !Containers.Any(container => container.State is RunningState);

    /// <summary>The phase that follows: Kubernetes' <c>getPhase</c>. How a sidecar ended does not matter.</summary>
    public string Phase
    {
        get
        {
            if (IsFinished)
            {
                return !HasFailedInit && Regular.All(container => container.State is TerminatedState { ExitCode: 0 })
                    ? PodPhase.Succeeded
                    : PodPhase.Failed;
            }

            return Incomplete.Count > 0 || Regular.Any(container => container is { State: WaitingState, LastState: null })
                ? PodPhase.Pending
                : PodPhase.Running;
        }
    }

    private bool HasFailedInit => Containers.Any(container =>
        container is { Role: ContainerRole.Init, IsFinal: true, State: TerminatedState { ExitCode: not 0 } });

    /// <summary>Whether a container runs that is started after another one.</summary>
    public bool RunsAfter(string name) =>
        Containers.SkipWhile(container => container.Name != name).Skip(1).Any(container => container.State is RunningState);

    /// <summary>The state with one of its containers changed; the very same where that changes nothing.</summary>
    public PodState With(string name, Func<ContainerStatus, ContainerStatus> change)
    {
        var before = Containers.Single(container => container.Name == name);
        var after = change(before);
        return after == before
            ? this
            : this with { Containers = [.. Containers.Select(container => container == before ? after : container)] };
    }

    private static bool IsIncomplete(ContainerStatus container) => container.Role switch
    {
        ContainerRole.Init => !container.Ready,
        ContainerRole.Sidecar => !container.Started,
        _ => false,
    };
}
