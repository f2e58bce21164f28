using static BigBen.ApiServer.Resources.ApiSubresource;

namespace BigBen.ApiServer.Resources;

/// <summary>The core group.</summary>
internal static class CoreResources
{
    public static ApiGroupVersion V1 { get; } = new("", "v1",
    [
        new("", "v1", "configmaps", "ConfigMap") { ShortNames = ["cm"] },
        new("", "v1", "endpoints", "Endpoints") { ShortNames = ["ep"] },
        new("", "v1", "events", "Event") { ShortNames = ["ev"] },
        new("", "v1", "namespaces", "Namespace")
        {
            Namespaced = false,
            ShortNames = ["ns"],
            Verbs = ApiVerbs.OneByOne,
            Subresources = [new("finalize", "Namespace", ApiVerbs.Replaced), Status("Namespace")],
        },
        new("", "v1", "nodes", "Node") { Namespaced = false, ShortNames = ["no"], Subresources = [Status("Node")] },
        new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim")
        {
            ShortNames = ["pvc"],
            Subresources = [Status("PersistentVolumeClaim")],
        },
        new("", "v1", "persistentvolumes", "PersistentVolume")
        {
            Namespaced = false,
            ShortNames = ["pv"],
            Subresources = [Status("PersistentVolume")],
        },
        new("", "v1", "pods", "Pod")
        {
            ShortNames = ["po"],
            Categories = ["all"],
            Subresources =
            [
                new("attach", "PodAttachOptions", ApiVerbs.Connected),
                new("eviction", "Eviction", ApiVerbs.Review, "policy", "v1"),
                new("exec", "PodExecOptions", ApiVerbs.Connected),
                new("log", "Pod", ApiVerbs.Read),
                new("portforward", "PodPortForwardOptions", ApiVerbs.Connected),
                Status("Pod"),
            ],
        },
        new("", "v1", "secrets", "Secret"),
        new("", "v1", "serviceaccounts", "ServiceAccount") { ShortNames = ["sa"] },
        new("", "v1", "services", "Service") { ShortNames = ["svc"], Categories = ["all"], Subresources = [Status("Service")] },
    ]);
}
