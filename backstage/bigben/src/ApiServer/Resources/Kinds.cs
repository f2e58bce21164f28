namespace BigBen.ApiServer.Resources;

/// <summary>The kinds that the platform itself reads and writes.</summary>
internal static class Kinds
{
    public static ApiResource Namespaces { get; } = Of("", "v1", "namespaces");

    public static ApiResource Pods { get; } = Of("", "v1", "pods");

    public static ApiResource Nodes { get; } = Of("", "v1", "nodes");

    public static ApiResource ConfigMaps { get; } = Of("", "v1", "configmaps");

    public static ApiResource Secrets { get; } = Of("", "v1", "secrets");

    public static ApiResource Events { get; } = Of("", "v1", "events");

    public static ApiResource Services { get; } = Of("", "v1", "services");

    public static ApiResource Deployments { get; } = Of("apps", "v1", "deployments");

    public static ApiResource ReplicaSets { get; } = Of("apps", "v1", "replicasets");

    public static ApiResource StatefulSets { get; } = Of("apps", "v1", "statefulsets");

    public static ApiResource ControllerRevisions { get; } = Of("apps", "v1", "controllerrevisions");

    public static ApiResource VolumeClaims { get; } = Of("", "v1", "persistentvolumeclaims");

    public static ApiResource Volumes { get; } = Of("", "v1", "persistentvolumes");

    public static ApiResource StorageClasses { get; } = Of("storage.k8s.io", "v1", "storageclasses");

    public static ApiResource Jobs { get; } = Of("batch", "v1", "jobs");

    public static ApiResource CronJobs { get; } = Of("batch", "v1", "cronjobs");

    public static ApiResource Endpoints { get; } = Of("", "v1", "endpoints");

    public static ApiResource EndpointSlices { get; } = Of("discovery.k8s.io", "v1", "endpointslices");

    public static ApiResource Ingresses { get; } = Of("networking.k8s.io", "v1", "ingresses");

    public static ApiResource Autoscalers { get; } = Of("autoscaling", "v2", "horizontalpodautoscalers");

    public static ApiResource DisruptionBudgets { get; } = Of("policy", "v1", "poddisruptionbudgets");

    public static ApiResource Applications { get; } = Of("argoproj.io", "v1alpha1", "applications");

    public static ApiResource Projects { get; } = Of("argoproj.io", "v1alpha1", "appprojects");

    /// <summary>Every kind whose objects are kept and can be deleted; what has two forms is named once.</summary>
    public static IReadOnlyList<ApiResource> Deletable { get; } =
    [
        .. ResourceCatalog.All.Where(kind => kind.Verbs.Contains("delete") && kind.Verbs.Contains("watch")).DistinctBy(kind => kind.Plural),
    ];

    private static ApiResource Of(string group, string version, string plural) =>
        ResourceCatalog.Find(group, version, plural)
        ?? throw new InvalidOperationException($"The API server does not serve {plural}.{version}.{group}.");
}
