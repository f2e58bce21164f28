using System.Text.Json.Nodes;

namespace BigBen.Bootstrap.Kind;

/// <summary>A pod of a service, as the cluster has it.</summary>
/// <param name="Body">The whole object.</param>
/// <param name="IsCurrent">Whether it belongs to its Deployment's newest ReplicaSet.</param>
internal sealed record ClusterPod(JsonObject Body, bool IsCurrent)
{
    // What a pod waits for that does not come by waiting: the kubelet's reasons (kubernetes, pkg/kubelet/images/types.go and kuberuntime).
    private static readonly string[] Hopeless =
        ["CrashLoopBackOff", "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "ErrImageNeverPull", "ImagePullBackOff", "InvalidImageName"];

    public string Namespace => $"{Body["metadata"]!["namespace"]}";

    public string Name => $"{Body["metadata"]!["name"]}";

    /// <summary>The Deployment, which the chart names like the release and the service.</summary>
    public string Service => $"{Body["metadata"]!["labels"]?["app.kubernetes.io/instance"]}";

    /// <summary>What kubectl shows as its status.</summary>
    public string Status =>
        Body["metadata"]!["deletionTimestamp"] is not null ? "Terminating" : Waiting ?? Container?["state"]?["terminated"]?["reason"]?.ToString() ?? $"{Body["status"]?["phase"]}";

    /// <summary>Why it is not ready, in a few words; null where it says nothing.</summary>
    public string? Trouble => Workloads.PodReason(Body);

    /// <summary>Whether it does not come up, however long one waits.</summary>
    public bool IsHopeless => IsCurrent && Hopeless.Contains(Waiting);

    private string? Waiting => Container?["state"]?["waiting"]?["reason"]?.ToString();

    // The chart's pods have one.
    private JsonNode? Container => Body["status"]?["containerStatuses"]?.AsArray().FirstOrDefault();
}
