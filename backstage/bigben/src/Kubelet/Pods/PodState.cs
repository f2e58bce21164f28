using BigBen.Kubelet.Containers;

namespace BigBen.Kubelet.Pods;

/// <summary>What the kubelet knows of a pod at one moment, from which its status is made.</summary>
/// <param name="StartTime">When the kubelet took the pod, UTC.</param>
/// <param name="Containers">
/// The pod's containers, in the order of its spec: one where it can run, as many as it asks for where it cannot.
/// </param>
internal sealed record PodState(DateTimeOffset StartTime, IReadOnlyList<ContainerStatus> Containers)
{
    /// <summary>Whether everything is there that its containers need to be started.</summary>
    public bool ReadyToStart { get; init; }

    /// <summary>Whether no container will be started again.</summary>
    public bool Finished { get; init; }

    /// <summary>The phase that follows.</summary>
    public string Phase
    {
        get
        {
            if (Finished && Containers.All(container => container.State is TerminatedState))
            {
                return Containers.All(container => container.State is TerminatedState { ExitCode: 0 })
                    ? PodPhase.Succeeded
                    : PodPhase.Failed;
            }

            return Containers.Any(container => container.State is RunningState or TerminatedState || container.LastState is not null)
                ? PodPhase.Running
                : PodPhase.Pending;
        }
    }
}
