using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Admission;

/// <summary>
/// Refuses more pods than the nodes have room for, in the words of Kubernetes' ResourceQuota. A scheduler would let them wait; on one
/// machine a number without bound is a burden even while it waits.
/// </summary>
internal static class PodCapacity
{
    private static readonly string[] Workloads = ["deployments.apps", "statefulsets.apps"];

    /// <summary>How many pods the nodes take together, their <c>status.allocatable</c>; null where no node says so.</summary>
    public static long? Of(IEnumerable<JsonElement> nodes)
    {
        var rooms = nodes.Select(node => node.TextAt("status", "allocatable", "pods")).OfType<string>().ToList();
        return rooms.Count == 0 ? null : rooms.Sum(room => long.Parse(room, CultureInfo.InvariantCulture));
    }

    /// <summary>Checks that there is room for one more pod.</summary>
    /// <param name="resource">The pods.</param>
    /// <param name="name">The name of the new one.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="pods">The pods that there are.</param>
    /// <exception cref="StatusException">There is none.</exception>
    public static void CheckPod(ApiResource resource, string name, IEnumerable<JsonElement> nodes, IEnumerable<JsonElement> pods)
    {
        var used = pods.Count(pod => pod.TextAt("status", "phase") is not ("Succeeded" or "Failed"));
        if (Of(nodes) is { } room && used >= room)
            throw Failures.Forbidden(resource, name, $"exceeded quota: nodes, requested: pods=1, used: pods={used}, limited: pods={room}");
    }

    /// <summary>Checks that a workload does not come to ask for more pods than there is room for altogether.</summary>
    /// <param name="resource">Its kind; others than workloads are never refused.</param>
    /// <param name="name">Its name.</param>
    /// <param name="before">The workload as it is; null for a new one.</param>
    /// <param name="value">The workload as it shall be.</param>
    /// <param name="nodes">The nodes.</param>
    /// <exception cref="StatusException">It does.</exception>
    public static void CheckReplicas(
        ApiResource resource, string name, JsonElement? before, JsonObject value, IEnumerable<JsonElement> nodes)
    {
        if (!Workloads.Contains(resource.GroupResource)
            || value["spec"]?["replicas"] is not JsonValue number
            || !number.TryGetValue<long>(out var asked)
            || asked <= (before?.NumberAt("spec", "replicas") ?? 0))
            return;
        if (Of(nodes) is { } room && asked > room)
            throw Failures.Forbidden(resource, name, $"exceeded quota: nodes, requested: pods={asked}, limited: pods={room}");
    }
}
