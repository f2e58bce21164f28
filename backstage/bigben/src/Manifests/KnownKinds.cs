namespace BigBen.Manifests;

/// <summary>What the local platform does with an object of a kind.</summary>
internal enum KindUse
{
    /// <summary>The object is run, routed or read.</summary>
    Run,

    /// <summary>The object is kept and reported as not enforced.</summary>
    Keep,

    /// <summary>The object is refused: without it what it describes would be missing.</summary>
    Refuse,
}

/// <summary>The kinds that the local platform knows.</summary>
internal static class KnownKinds
{
    private const string RightsByFile = "users of the local API get their rights by 'kubeconfig --user NAME --rights FILE'";

    private static readonly HashSet<string> ClusterScoped =
    [
        "Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "PriorityClass",
        "StorageClass", "IngressClass", "GatewayClass", "RuntimeClass", "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration",
        "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "APIService", "ClusterIssuer",
    ];

    private static readonly Dictionary<(string Group, string Kind), (KindUse Use, string Why, string[] Versions)> Known = new()
    {
        [("apps", "Deployment")] = (KindUse.Run, "", ["v1"]),
        [("", "Service")] = (KindUse.Run, "", ["v1"]),
        [("networking.k8s.io", "Ingress")] = (KindUse.Run, "", ["v1"]),
        [("", "ConfigMap")] = (KindUse.Run, "", ["v1"]),
        [("", "Secret")] = (KindUse.Run, "", ["v1"]),
        [("autoscaling", "HorizontalPodAutoscaler")] = (KindUse.Run, "", ["v1", "v2"]),
        [("", "Namespace")] =
            (KindUse.Keep, "a namespace is only a name here: its labels, such as those of Pod Security, bind nobody", ["v1"]),
        [("", "ServiceAccount")] = (KindUse.Keep, "a pod gets no token for the Kubernetes API", ["v1"]),
        [("networking.k8s.io", "NetworkPolicy")] =
            (KindUse.Keep, "pods are processes on loopback: nothing filters the traffic between them", ["v1"]),
        [("policy", "PodDisruptionBudget")] =
            (KindUse.Keep, "evictions alone ask it, such as those of kubectl drain: nothing else here disrupts pods", ["v1"]),
        [("gateway.networking.k8s.io", "HTTPRoute")] = (KindUse.Keep, "the router reads Ingress objects only", ["v1", "v1beta1"]),
        [("gateway.networking.k8s.io", "Gateway")] = (KindUse.Keep, "the router reads Ingress objects only", ["v1", "v1beta1"]),
        [("networking.k8s.io", "IngressClass")] = (KindUse.Keep, "one router serves every class", ["v1"]),
        [("monitoring.coreos.com", "ServiceMonitor")] = (KindUse.Keep, "no Prometheus operator runs here", ["v1"]),
        [("monitoring.coreos.com", "PodMonitor")] = (KindUse.Keep, "no Prometheus operator runs here", ["v1"]),
        [("monitoring.coreos.com", "PrometheusRule")] = (KindUse.Keep, "no Prometheus operator runs here", ["v1"]),
        [("", "ResourceQuota")] = (KindUse.Keep, "nothing counts or limits resources here", ["v1"]),
        [("", "LimitRange")] = (KindUse.Keep, "nothing counts or limits resources here", ["v1"]),
        [("rbac.authorization.k8s.io", "Role")] = (KindUse.Keep, RightsByFile, ["v1"]),
        [("rbac.authorization.k8s.io", "RoleBinding")] = (KindUse.Keep, RightsByFile, ["v1"]),
        [("rbac.authorization.k8s.io", "ClusterRole")] = (KindUse.Keep, RightsByFile, ["v1"]),
        [("rbac.authorization.k8s.io", "ClusterRoleBinding")] = (KindUse.Keep, RightsByFile, ["v1"]),
        [("scheduling.k8s.io", "PriorityClass")] = (KindUse.Keep, "there is one node and nothing to schedule", ["v1"]),
        [("", "PersistentVolumeClaim")] = (KindUse.Run, "", ["v1"]),
        [("apps", "StatefulSet")] = (KindUse.Run, "", ["v1"]),
        [("", "PersistentVolume")] = (KindUse.Refuse, "the local platform makes volumes itself, for claims", ["v1"]),
        [("storage.k8s.io", "StorageClass")] = (KindUse.Refuse, "the local platform has one class of its own, the default", ["v1"]),
        [("apps", "ControllerRevision")] = (KindUse.Refuse, "the local platform makes these itself, from StatefulSets", ["v1"]),
        [("apps", "DaemonSet")] = (KindUse.Refuse, "the local platform runs Deployments, StatefulSets, Jobs and CronJobs", ["v1"]),
        [("apps", "ReplicaSet")] = (KindUse.Refuse, "the local platform makes ReplicaSets itself, from Deployments", ["v1"]),
        [("batch", "Job")] = (KindUse.Run, "", ["v1"]),
        [("batch", "CronJob")] = (KindUse.Run, "", ["v1"]),
        [("", "Pod")] = (KindUse.Refuse, "the local platform makes pods itself, from Deployments", ["v1"]),
        [("", "ReplicationController")] = (KindUse.Refuse, "the local platform runs Deployments, StatefulSets, Jobs and CronJobs", ["v1"]),
    };

    /// <summary>The kinds that are known by name.</summary>
    public static IReadOnlyCollection<(string Group, string Kind)> All => Known.Keys;

    public static bool IsClusterScoped(string kind) => ClusterScoped.Contains(kind);

    /// <summary>
    /// What is done with the kind, why, and the versions served; a kind that Kubernetes itself would not know is refused.
    /// </summary>
    public static (KindUse Use, string Why, string[] Versions) Of(string group, string kind) =>
        Known.TryGetValue((group, kind), out var known) ? known
        : group.Contains('.') && !group.EndsWith(".k8s.io", StringComparison.Ordinal)
            ? (KindUse.Keep, "no controller for this kind runs here", [])
            : (KindUse.Refuse, "the local platform does not know this kind", []);
}
