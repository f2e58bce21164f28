using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;

namespace BigBen.Kubernetes.Questions;

/// <summary>How the local platform's node gives pods their volumes: at their paths, or as folders that variables name.</summary>
internal static class NodeMounts
{
    /// <summary>The condition that the node says so by.</summary>
    public const string Condition = "bigben.localhost/VolumesMounted";

    /// <summary>The annotation that a pod tells by what it lacks all the same, and why.</summary>
    public const string Missing = "bigben.localhost/not-mounted";

    /// <summary>What it says, a sentence without its full stop; null on a cluster, where there is nothing to say.</summary>
    public static string? Says(ClusterObjects cluster) => cluster.Of(ResourceKind.Nodes)
        .Select(node => node.ConditionOf(Condition)?.TextAt("message"))
        .FirstOrDefault(message => message is not null) is { } says ? says + Except(cluster) : null;

    private static string Except(ClusterObjects cluster)
    {
        var missing = cluster.Of(ResourceKind.Pods).Select(body => new Pod(body)).Where(pod => !pod.HasEnded).SelectMany(MissingOf)
            .CountBy(mount => mount)
            .Select(same => $"{same.Key.Path} of {same.Value} {(same.Value == 1 ? "pod" : "pods")} ({same.Key.Why})")
            .ToList();
        return missing.Count == 0 ? "" : $", except {string.Join(", ", missing)}: there the variables MOUNT_… name the folders";
    }

    private static IEnumerable<(string Path, string Why)> MissingOf(Pod pod)
    {
        if (pod.Body.TextAt("metadata", "annotations", Missing) is not { Length: > 0 } text)
            return [];
        try
        {
            using var paths = JsonDocument.Parse(text);
            return paths.RootElement.ValueKind == JsonValueKind.Object
                ? [.. paths.RootElement.EnumerateObject().Select(path => (path.Name, $"{path.Value}"))]
                : [];
        }
        catch (JsonException)
        {
            // Not the kubelet's: anybody may annotate a pod.
            return [];
        }
    }
}
