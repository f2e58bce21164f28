namespace BigBen.ApiServer.Resources;

/// <summary>The groups that tools expect of every cluster: what happened, what is used, and what is never there.</summary>
internal static class ClusterResources
{
    /// <summary>The core group's events in a newer form.</summary>
    public static ApiGroupVersion Events { get; } = new("events.k8s.io", "v1",
    [
        new("events.k8s.io", "v1", "events", "Event") { ShortNames = ["ev"] },
    ]);

    public static ApiGroupVersion Metrics { get; } = new("metrics.k8s.io", "v1beta1",
    [
        new("metrics.k8s.io", "v1beta1", "nodes", "NodeMetrics") { Singular = "", Namespaced = false, Verbs = ApiVerbs.Measured },
        new("metrics.k8s.io", "v1beta1", "pods", "PodMetrics") { Singular = "", Verbs = ApiVerbs.Measured },
    ]);

    /// <summary>Always empty: a node has no rivals. <c>kubectl describe node</c> asks for it.</summary>
    public static ApiGroupVersion Coordination { get; } = new("coordination.k8s.io", "v1",
    [
        new("coordination.k8s.io", "v1", "leases", "Lease") { Verbs = ApiVerbs.Followed },
    ]);

    /// <summary>What volumes are made of: the platform has one class, whose volumes are folders.</summary>
    public static ApiGroupVersion Storage { get; } = new("storage.k8s.io", "v1",
    [
        new("storage.k8s.io", "v1", "storageclasses", "StorageClass")
        {
            Namespaced = false,
            ShortNames = ["sc"],
            Verbs = ApiVerbs.Followed,
        },
    ]);
}
