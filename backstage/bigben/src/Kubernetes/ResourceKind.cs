namespace BigBen.Kubernetes;

/// <summary>A kind of object and where the API serves it.</summary>
/// <param name="Group">The API group; empty for the core.</param>
/// <param name="Version">The group's version.</param>
/// <param name="Plural">The name in paths.</param>
/// <param name="Kind">The name in objects.</param>
internal sealed record ResourceKind(string Group, string Version, string Plural, string Kind)
{
    public static readonly ResourceKind Applications = new("argoproj.io", "v1alpha1", "applications", "Application");
    public static readonly ResourceKind AppProjects = new("argoproj.io", "v1alpha1", "appprojects", "AppProject");
    public static readonly ResourceKind Deployments = new("apps", "v1", "deployments", "Deployment");
    public static readonly ResourceKind ReplicaSets = new("apps", "v1", "replicasets", "ReplicaSet");
    public static readonly ResourceKind StatefulSets = new("apps", "v1", "statefulsets", "StatefulSet");
    public static readonly ResourceKind DaemonSets = new("apps", "v1", "daemonsets", "DaemonSet");
    public static readonly ResourceKind CronJobs = new("batch", "v1", "cronjobs", "CronJob");
    public static readonly ResourceKind Jobs = new("batch", "v1", "jobs", "Job");
    public static readonly ResourceKind Pods = new("", "v1", "pods", "Pod");
    public static readonly ResourceKind Namespaces = new("", "v1", "namespaces", "Namespace");
    public static readonly ResourceKind Nodes = new("", "v1", "nodes", "Node");
    public static readonly ResourceKind ConfigMaps = new("", "v1", "configmaps", "ConfigMap");
    public static readonly ResourceKind Secrets = new("", "v1", "secrets", "Secret");
    public static readonly ResourceKind Services = new("", "v1", "services", "Service");
    public static readonly ResourceKind Ingresses = new("networking.k8s.io", "v1", "ingresses", "Ingress");
    public static readonly ResourceKind Events = new("", "v1", "events", "Event");
    public static readonly ResourceKind ServiceAccounts = new("", "v1", "serviceaccounts", "ServiceAccount");
    public static readonly ResourceKind HorizontalPodAutoscalers = new(
        "autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler");
    public static readonly ResourceKind NetworkPolicies = new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy");
    public static readonly ResourceKind PodDisruptionBudgets = new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget");
    public static readonly ResourceKind PodMetrics = new("metrics.k8s.io", "v1beta1", "pods", "PodMetrics");

    /// <summary>As kubectl names it: <c>deployments.apps</c>, <c>pods</c>.</summary>
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
