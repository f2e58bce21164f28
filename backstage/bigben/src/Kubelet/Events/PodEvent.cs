using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Pods;

namespace BigBen.Kubelet.Events;

/// <summary>Something that happened to a pod. Two that are equal are the same event, happening again.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="FieldPath">The container, as <c>spec.containers{main}</c>; null where it is the pod's own.</param>
/// <param name="IsWarning">Whether something is wrong.</param>
/// <param name="Reason">One word of Kubernetes': <c>Started</c>, <c>Unhealthy</c>, <c>BackOff</c> …</param>
/// <param name="Message">What happened, in words.</param>
internal sealed record PodEvent(PodIdentity Pod, string? FieldPath, bool IsWarning, string Reason, string Message)
{
    /// <summary>The pod got its node.</summary>
    public static PodEvent Scheduled(PodIdentity pod) => new(
        pod, null, false, nameof(Scheduled), $"Successfully assigned {pod.Namespace}/{pod.Name} to {NodeAgent.NodeName}");

    /// <summary>The pod cannot have its node yet.</summary>
    public static PodEvent NotScheduled(PodIdentity pod, string message) => new(pod, null, true, "FailedScheduling", message);

    /// <summary>Whether it is the scheduler's to tell, rather than the kubelet's.</summary>
    public bool IsOfScheduler => Reason is nameof(Scheduled) or "FailedScheduling";

    /// <summary>The reference to the pod, or to its container, as events have it.</summary>
    public JsonObject About()
    {
        var about = new JsonObject
        {
            ["kind"] = Kinds.Pods.Kind,
            ["namespace"] = Pod.Namespace,
            ["name"] = Pod.Name,
            ["uid"] = Pod.Uid,
            ["apiVersion"] = Kinds.Pods.ApiVersion,
        };
        if (FieldPath is not null)
            about["fieldPath"] = FieldPath;
        return about;
    }
}
