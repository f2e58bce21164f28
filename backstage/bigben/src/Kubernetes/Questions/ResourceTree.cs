using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;

namespace BigBen.Kubernetes.Questions;

/// <summary>What an Application consists of: its objects, and by their owner references those that were made from them.</summary>
internal static class ResourceTree
{
    private static readonly ResourceKind[] Made = [ResourceKind.ReplicaSets, ResourceKind.Jobs, ResourceKind.Pods];

    /// <summary>The Application's own objects, each with what is below it.</summary>
    public static IReadOnlyList<ResourceNode> Of(ClusterObjects cluster, Application application)
    {
        var children = Made.SelectMany(kind => cluster.Of(kind).Select(body => (Kind: kind, Body: body)))
            .Where(child => ObjectReference.OwnerOf(child.Body) is not null)
            .ToLookup(child => ObjectReference.OwnerOf(child.Body)!);
        return [.. application.Resources.Select(resource => new ResourceNode(resource.Reference, resource.Health)
        {
            Sync = resource.Sync,
            RequiresPruning = resource.RequiresPruning,
            Urls = resource.Reference.Kind == ResourceKind.Ingresses.Kind ? ApplicationUrls.OfIngress(cluster, resource.Reference) : [],
            Children = Below(resource.Reference),
        })];

        IReadOnlyList<ResourceNode> Below(ObjectReference parent) => [.. children[parent].Select(child => Node(child.Kind, child.Body))];

        ResourceNode Node(ResourceKind kind, JsonElement body)
        {
            var reference = ObjectReference.Of(kind, body);
            var node = kind == ResourceKind.Pods ? OfPod(reference, new Pod(body))
                : kind == ResourceKind.ReplicaSets ? OfSet(reference, body)
                : new ResourceNode(reference, null);
            return node with { Children = Below(reference) };
        }
    }

    private static ResourceNode OfSet(ObjectReference reference, JsonElement set)
    {
        var (wanted, ready) = (set.NumberAt("spec", "replicas") ?? 1, set.NumberAt("status", "readyReplicas") ?? 0);
        var health = ready >= wanted
            ? new HealthStatus(HealthCode.Healthy)
            : new HealthStatus(HealthCode.Progressing, $"{ready} of {wanted} pods are ready");
        return new ResourceNode(reference, health) { Info = [("Pods", $"{ready}/{wanted}")] };
    }

    private static ResourceNode OfPod(ObjectReference reference, Pod pod)
    {
        var info = new List<(string Name, string Value)>
        {
            ("Status Reason", pod.Reason),
            ("Containers", $"{pod.Containers.Count(container => container.Ready)}/{pod.ContainerNames.Count}"),
            ("Restart Count", $"{pod.Restarts}"),
        };
        if (pod.Containers.Select(container => container.LastEnd).FirstOrDefault(end => end is not null) is { } last)
            info.Add(("Last Exit", last.Signal == 0 ? $"{last.ExitCode} ({last})" : $"{last.ExitCode} (signal {last.Signal})"));
        return new ResourceNode(reference, HealthOf(pod)) { Info = info };
    }

    /// <summary>
    /// A pod's health by Argo CD's rules: what cannot start by waiting is Degraded, what is on its way is Progressing.
    /// </summary>
    public static HealthStatus HealthOf(Pod pod) => pod switch
    {
        { IsTerminating: true } => new HealthStatus(HealthCode.Progressing, "it is being ended"),
        { Phase: "Succeeded" } => new HealthStatus(HealthCode.Healthy),
        { Phase: "Failed", EndedContainer: { Ended: { } end } ended } =>
            new HealthStatus(HealthCode.Degraded, $"{ended.Name} ended with exit code {end.ExitCode} ({end})"),
        { Phase: "Failed" } => new HealthStatus(HealthCode.Degraded, pod.Reason),
        { IsHopeless: true } => new HealthStatus(HealthCode.Degraded, pod.Trouble!),
        { IsReady: true } => new HealthStatus(HealthCode.Healthy),
        _ => new HealthStatus(HealthCode.Progressing, pod.Trouble ?? "not ready yet"),
    };
}
