namespace BigBen.ApiServer;

/// <summary>What pods and the node use: the kubelet's side of <c>metrics.k8s.io</c>.</summary>
internal interface IResourceMetrics
{
    /// <summary>A <c>PodMetrics</c> of each running pod.</summary>
    IReadOnlyList<JsonObject> Pods();

    /// <summary>The <c>NodeMetrics</c> of the node.</summary>
    IReadOnlyList<JsonObject> Nodes();
}
