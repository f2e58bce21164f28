using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;

namespace BigBen.Kubernetes.Waiting;

/// <summary>Whether workloads are rolled out, as <c>kubectl rollout status</c> judges it.</summary>
internal static class Workloads
{
    /// <summary>The kinds that roll out.</summary>
    public static readonly IReadOnlyList<ResourceKind> Kinds =
        [ResourceKind.Deployments, ResourceKind.StatefulSets, ResourceKind.DaemonSets];

    /// <summary>What is not ready in a namespace and why, in a few words; null when everything is.</summary>
    public static string? NotReadyIn(ClusterObjects cluster, string ns)
    {
        var all = Kinds
            .SelectMany(kind => cluster.Of(kind).Where(body => body.NamespaceOf() == ns).Select(body => (Kind: kind, Body: body)))
            .ToList();
        if (all.Count == 0)
            return $"nothing is in the namespace {ns} yet";
        if (all.FirstOrDefault(workload => !IsReady(workload.Kind, workload.Body)) is not { Kind: { } kind } waiting)
            return null;
        var pods = cluster.Of(ResourceKind.Pods).Where(pod => pod.NamespaceOf() == ns).Select(pod => new Pod(pod));
        var reason = pods.FirstOrDefault(pod => pod.Trouble is not null) is { } pod ? $": {pod.Name} {pod.Trouble}" : "";
        return $"{kind.Kind} {waiting.Body.NameOf()} in {ns} is not ready{reason}";
    }

    /// <summary>
    /// What keeps an Application from running with pods that were made after a restart, or after one that came later; null when nothing
    /// does.
    /// </summary>
    public static Missing? OfRestart(ClusterObjects cluster, Application application, DateTimeOffset restartedAt)
    {
        var references = application.Resources.Select(resource => resource.Reference).ToHashSet();
        var isRestarting = Kinds.Any(kind => cluster.Of(kind).Any(body =>
            references.Contains(ObjectReference.Of(kind, body))
            && !(body.TimeAt("spec", "template", "metadata", "annotations", ApplicationRequests.RestartedAt) >= restartedAt
                && IsReady(kind, body))));
        return isRestarting ? new Missing($"{application.Name} is still being restarted") : null;
    }

    private static bool IsReady(ResourceKind kind, JsonElement body)
    {
        var (wanted, ready, updated) = kind == ResourceKind.DaemonSets
            ? (body.NumberAt("status", "desiredNumberScheduled") ?? -1,
                body.NumberAt("status", "numberReady"),
                body.NumberAt("status", "updatedNumberScheduled"))
            : (body.NumberAt("spec", "replicas") ?? 1,
                body.NumberAt("status", "readyReplicas"),
                body.NumberAt("status", "updatedReplicas"));
        return (body.NumberAt("status", "observedGeneration") ?? 0) >= (body.NumberAt("metadata", "generation") ?? 0)
            && wanted >= 0 && (ready ?? 0) >= wanted && (updated ?? 0) >= wanted
            && (kind != ResourceKind.Deployments || IsReplaced(body, updated ?? 0));
    }

    // Old pods count as ready ones until the last of them is gone, and new ones are no use before they are available.
    private static bool IsReplaced(JsonElement deployment, int updated) =>
        (deployment.NumberAt("status", "replicas") ?? 0) <= updated
        && (deployment.NumberAt("status", "availableReplicas") ?? 0) >= updated;
}
