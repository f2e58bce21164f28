using BigBen.Kubernetes.Caching;

namespace BigBen.Kubernetes.Questions;

/// <summary>How the local platform's node gives pods their volumes: at their paths, or as folders that variables name.</summary>
internal static class NodeMounts
{
    /// <summary>The condition that the node says so by.</summary>
    public const string Condition = "bigben.localhost/VolumesMounted";

    /// <summary>What it says, a sentence without its full stop; null on a cluster, where there is nothing to say.</summary>
    public static string? Says(ClusterObjects cluster) => cluster.Of(ResourceKind.Nodes)
        .Select(node => node.ConditionOf(Condition)?.TextAt("message"))
        .FirstOrDefault(message => message is not null);
}
