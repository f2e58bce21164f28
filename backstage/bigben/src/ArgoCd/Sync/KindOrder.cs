namespace BigBen.ArgoCd.Sync;

/// <summary>The order in which Argo CD applies the kinds of a wave: what is referred to comes first.</summary>
internal static class KindOrder
{
    private static readonly string[] Kinds =
    [
        "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodDisruptionBudget", "ServiceAccount", "Secret", "ConfigMap",
        "StorageClass", "PersistentVolume", "PersistentVolumeClaim", "CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding",
        "Role",
        "RoleBinding", "Service", "DaemonSet", "Pod", "ReplicationController", "ReplicaSet", "Deployment", "HorizontalPodAutoscaler",
        "StatefulSet", "Job", "CronJob", "IngressClass", "Ingress",
    ];

    /// <summary>The place of a kind; kinds that are not known come last.</summary>
    public static int Of(string kind) => Array.IndexOf(Kinds, kind) is var place && place < 0 ? Kinds.Length : place;
}
