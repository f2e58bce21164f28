using BigBen.Delivery;
using BigBen.Manifests;
using BigBen.Runtime;

namespace BigBen.Console;

/// <summary>Argo CD's <c>ApplicationTree</c>.</summary>
/// <param name="Nodes">Every object of an Application, its own and those made from them.</param>
public sealed record ApplicationTree(IReadOnlyList<ResourceNode> Nodes)
{
    /// <summary>Argo CD's <c>orphanedNodes</c>: objects of the namespace that belong to no Application; there are none here.</summary>
    public IReadOnlyList<ResourceNode> OrphanedNodes { get; } = [];

    /// <summary>The tree of an Application.</summary>
    internal static ApplicationTree Of(ApplicationStatus status, Cluster cluster, int port)
    {
        var nodes = new List<ResourceNode>();
        foreach (var resource in status.Resources)
        {
            var reference = ResourceReference.Of(resource.Key);
            nodes.Add(new ResourceNode(
                resource.Key.Group, resource.ApiVersion.Split('/')[^1], resource.Key.Kind, resource.Key.Namespace, resource.Key.Name, reference.Uid)
            {
                Health = resource.Health,
                NetworkingInfo = NetworkingInfo.Of(cluster.Find(resource.Key), port),
            });
            if (resource.Key.Kind == "Deployment")
                nodes.AddRange(Below(resource.Key, cluster));
        }

        return new ApplicationTree(nodes);
    }

    private static IEnumerable<ResourceNode> Below(ObjectKey deployment, Cluster cluster)
    {
        var pods = cluster.Pods.Where(pod => pod.Namespace == deployment.Namespace && pod.Owner == deployment.Name).ToList();
        foreach (var set in cluster.ReplicaSets.Where(set => set.Key.Namespace == deployment.Namespace && set.Deployment == deployment.Name))
        {
            var reference = ResourceReference.Of(set.Key);
            yield return new ResourceNode(set.Key.Group, "v1", set.Key.Kind, set.Key.Namespace, set.Key.Name, reference.Uid)
            {
                ParentRefs = [ResourceReference.Of(deployment)],
                Images = [set.Image],
                Health = set.Ready >= set.Desired ? new HealthStatus(HealthCode.Healthy)
                    : new HealthStatus(HealthCode.Progressing, $"{set.Ready} of {set.Desired} pods are ready"),
                Info = [new InfoItem("Pods", $"{set.Ready}/{set.Desired}")],
            };
            foreach (var pod in pods.Where(pod => pod.ReplicaSet == set.Key.Name))
                yield return Pod(pod, reference);
        }
    }

    private static ResourceNode Pod(PodStatus pod, ResourceReference parent) =>
        new("", "v1", "Pod", pod.Namespace, pod.Name, pod.Uid)
        {
            ParentRefs = [parent],
            Images = [pod.Image],
            CreatedAt = pod.CreatedAt,
            Health = HealthOf(pod),
            Info = [new InfoItem("Status Reason", pod.Summary), new InfoItem("Containers", pod.Ready ? "1/1" : "0/1"), new InfoItem("Restart Count", $"{pod.Restarts}"), .. LastExit(pod)],
        };

    private static IEnumerable<InfoItem> LastExit(PodStatus pod) =>
        pod.LastExitCode is { } code ? [new InfoItem("Last Exit", pod.LastSignal is { } signal ? $"{code} ({signal})" : $"{code}")] : [];

    // Argo CD's rules for pods: what cannot start by waiting is Degraded, what is on its way is Progressing.
    private static HealthStatus HealthOf(PodStatus pod) => pod switch
    {
        { Phase: PodPhase.Terminating } => new HealthStatus(HealthCode.Progressing, "it is being ended"),
        { WaitingReason: null, Ready: true } => new HealthStatus(HealthCode.Healthy),
        { WaitingReason: null or "ContainerCreating" } => new HealthStatus(HealthCode.Progressing, pod.Message ?? "not ready yet"),
        _ => new HealthStatus(HealthCode.Degraded, pod.Message is null ? pod.WaitingReason : $"{pod.WaitingReason}: {pod.Message}"),
    };
}

/// <summary>Argo CD's <c>ResourceRef</c>.</summary>
public sealed record ResourceReference(string Group, string Kind, string Namespace, string Name, string Uid)
{
    // Objects have no uid of their own here: their key, which is as unique.
    internal static ResourceReference Of(ObjectKey key) =>
        new(key.Group, key.Kind, key.Namespace, key.Name, $"{key.Group}/{key.Kind}/{key.Namespace}/{key.Name}");
}

/// <summary>Argo CD's <c>ResourceNode</c>.</summary>
public sealed record ResourceNode(string Group, string Version, string Kind, string Namespace, string Name, string Uid)
{
    /// <summary>What it was made from; empty for an object that git has.</summary>
    public IReadOnlyList<ResourceReference> ParentRefs { get; init; } = [];

    /// <summary>Its images.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Its health; null for a kind that has none.</summary>
    public HealthStatus? Health { get; init; }

    /// <summary>What else is to be told, in a few words.</summary>
    public IReadOnlyList<InfoItem> Info { get; init; } = [];

    /// <summary>Where requests go; null for what routes none.</summary>
    public NetworkingInfo? NetworkingInfo { get; init; }

    /// <summary>When it was made, UTC; null where that is not kept.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>Argo CD's <c>InfoItem</c>.</summary>
public sealed record InfoItem(string Name, string Value);
