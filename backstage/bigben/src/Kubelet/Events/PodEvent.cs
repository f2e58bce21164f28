using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.Kubelet.Pods;

namespace BigBen.Kubelet.Events;

/// <summary>Something that happened to a pod. Two that are equal are the same event, happening again.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container; null where it is the pod's own.</param>
/// <param name="IsWarning">Whether something is wrong.</param>
/// <param name="Reason">One word of Kubernetes': <c>Started</c>, <c>Unhealthy</c>, <c>BackOff</c> …</param>
/// <param name="Message">What happened, in words.</param>
internal sealed record PodEvent(PodIdentity Pod, string? Container, bool IsWarning, string Reason, string Message)
{
    private const string Kubelet = "kubelet";
    private const string Scheduler = "default-scheduler";

    /// <summary>The pod got its node.</summary>
    public static PodEvent Scheduled(PodIdentity pod) => new(
        pod, null, false, nameof(Scheduled), $"Successfully assigned {pod.Namespace}/{pod.Name} to {NodeAgent.NodeName}");

    /// <summary>The event as it is kept, happening for the first time.</summary>
    /// <param name="name">The event's own name.</param>
    /// <param name="now">The time.</param>
    public JsonObject ToJson(string name, DateTimeOffset now)
    {
        var involved = new JsonObject
        {
            ["kind"] = PodIdentity.Resource.Kind,
            ["namespace"] = Pod.Namespace,
            ["name"] = Pod.Name,
            ["uid"] = Pod.Uid,
            ["apiVersion"] = PodIdentity.Resource.ApiVersion,
        };
        if (Container is not null)
            involved["fieldPath"] = $"spec.containers{{{Container}}}";
        var scheduled = Reason == nameof(Scheduled);
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Pod.Namespace },
            ["involvedObject"] = involved,
            ["reason"] = Reason,
            ["message"] = Message,
            ["source"] = scheduled
                ? new JsonObject { ["component"] = Scheduler }
                : new JsonObject { ["component"] = Kubelet, ["host"] = NodeAgent.NodeName },
            ["firstTimestamp"] = ObjectMeta.Time(now),
            ["lastTimestamp"] = ObjectMeta.Time(now),
            ["count"] = 1,
            ["type"] = IsWarning ? "Warning" : "Normal",
            ["eventTime"] = null,
            ["reportingComponent"] = scheduled ? Scheduler : Kubelet,
            ["reportingInstance"] = scheduled ? "" : NodeAgent.NodeName,
        };
    }
}
