using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;

namespace BigBen.Verbs.Views;

/// <summary>One pod in <c>status --json</c>.</summary>
internal sealed record PodRow(
    string Namespace,
    string Name,
    string? Deployment,
    string Status,
    bool Ready,
    int Restarts,
    string? Message,
    string Node,
    DateTimeOffset? StartedAt,
    string Uid,
    string? Image)
{
    public static PodRow From(ClusterObjects cluster, Pod pod) => new(
        pod.Namespace,
        pod.Name,
        ServicePods.WorkloadOf(cluster, pod)?.Name,
        pod.Reason,
        pod.IsReady,
        pod.Restarts,
        pod.Trouble,
        pod.Node,
        pod.Containers.Select(container => container.StartedAt).FirstOrDefault(),
        pod.Body.TextAt("metadata", "uid"),
        pod.Images is [var image, ..] ? image : null);
}
