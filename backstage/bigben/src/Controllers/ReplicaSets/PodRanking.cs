using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.ReplicaSets;

/// <summary>
/// Which pods a ReplicaSet gives up first, as Kubernetes' <c>ActivePodsWithRanks</c> on a single node: those without a node, pending, not
/// ready, cheap to delete, young in being ready, often restarted, young.
/// </summary>
internal static class PodRanking
{
    private const string DeletionCost = "controller.kubernetes.io/pod-deletion-cost";

    /// <summary>The pods in the order in which they go.</summary>
    public static IEnumerable<JsonElement> Order(IEnumerable<JsonElement> pods) => pods
        .OrderBy(pod => pod.TextAt("spec", "nodeName") is { Length: > 0 })
        .ThenBy(pod => pod.TextAt("status", "phase") switch { "Pending" => 0, "Running" => 2, _ => 1 })
        .ThenBy(pod => pod.IsReady())
        .ThenBy(Cost)
        .ThenByDescending(pod => pod.ReadySince())
        .ThenByDescending(pod => pod.Restarts())
        .ThenByDescending(pod => pod.TimeAt("metadata", "creationTimestamp"));

    private static int Cost(JsonElement pod) =>
        int.TryParse(pod.TextAt("metadata", "annotations", DeletionCost), CultureInfo.InvariantCulture, out var cost) ? cost : 0;
}
