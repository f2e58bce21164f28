using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Waiting;

namespace BigBen.Kubernetes.Questions;

/// <summary>Something that runs and that git does not hold: made by hand, in a namespace that is not an Application's.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Kind">Its kind, such as <c>Deployment</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Replicas">How many pods it wants; null for what does not say.</param>
/// <param name="ReadyReplicas">How many of them are ready.</param>
/// <param name="Images">What they run.</param>
internal sealed record UnmanagedWorkload(
    string Namespace, string Kind, string Name, int? Replicas, int ReadyReplicas, IReadOnlyList<string> Images)
{
    private static readonly IReadOnlyList<ResourceKind> Kinds =
        [.. Workloads.Kinds, ResourceKind.CronJobs, ResourceKind.Jobs, ResourceKind.Pods];

    /// <summary>Every workload that nothing else made, by namespace. Inside an environment Argo CD's rules stand.</summary>
    public static IReadOnlyList<UnmanagedWorkload> In(ClusterObjects cluster)
    {
        var managed = ApplicationList.All(cluster).Select(application => application.Environment).ToHashSet();
        return [.. Kinds
            .SelectMany(kind => cluster.Of(kind).Select(body => (kind.Kind, Body: body)))
            .Where(item => !managed.Contains(item.Body.NamespaceOf()) && ObjectReference.OwnerOf(item.Body) is null)
            .Select(item => Read(item.Kind, item.Body))
            .OrderBy(workload => workload.Namespace, StringComparer.Ordinal)];
    }

    /// <summary>In one line: <c>lab/Deployment/hello 1/1 hello:v1</c>.</summary>
    public override string ToString()
    {
        var pods = Replicas is { } replicas ? $" {ReadyReplicas}/{replicas}" : "";
        return $"{Namespace}/{Kind}/{Name}{pods} {string.Join(' ', Images)}";
    }

    private static UnmanagedWorkload Read(string kind, JsonElement body)
    {
        var isPod = kind == ResourceKind.Pods.Kind;
        var template = body.At("spec", "template") ?? body.At("spec", "jobTemplate", "spec", "template") ?? body;
        return new UnmanagedWorkload(
            body.NamespaceOf(),
            kind,
            body.NameOf(),
            isPod ? 1 : body.NumberAt("spec", "replicas"),
            isPod && body.HasCondition("Ready") ? 1 : body.NumberAt("status", "readyReplicas") ?? 0,
            [.. template.ItemsAt("spec", "containers").Select(container => container.TextAt("image"))]);
    }
}
