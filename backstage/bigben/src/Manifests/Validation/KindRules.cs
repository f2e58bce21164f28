using BigBen.Manifests.Validation.Data;
using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Networking;
using BigBen.Manifests.Validation.Policies;
using BigBen.Manifests.Validation.Values;
using BigBen.Manifests.Validation.Workloads;

namespace BigBen.Manifests.Validation;

/// <summary>The one table: the rules of each kind that a platform keeps.</summary>
internal static class KindRules
{
    // A namespace gets its own name as a label.
    private static readonly RuleTable Namespace = new()
    {
        { "", ObjectMetadata.Named(Names.LabelErrors).Check },
        { "metadata.name", name => name.Named(name.Parent, "labels").Invalid(Labels.ValueErrors(name.Text)) },
    };

    // All kinds that are defined by a CustomResourceDefinition have these at least.
    private static readonly RuleTable OnlyMetadata = ObjectMetadata.Named(Names.SubdomainErrors);

    private static readonly RuleTable Rbac = ObjectMetadata.Named(Names.PathSegmentErrors);

    private static readonly Dictionary<(string Group, string Kind), RuleTable> Tables = new()
    {
        [("", "ConfigMap")] = ConfigMapRules.Table,
        [("", "Namespace")] = Namespace,
        [("", "PersistentVolumeClaim")] = ClaimRules.Table,
        [("", "Pod")] = PodRules.Table,
        [("", "Secret")] = SecretRules.Table,
        [("", "Service")] = ServiceRules.Table,
        [("apps", "DaemonSet")] = DaemonSetRules.Table,
        [("apps", "Deployment")] = DeploymentRules.Deployment,
        [("apps", "ReplicaSet")] = DeploymentRules.ReplicaSet,
        [("apps", "StatefulSet")] = StatefulSetRules.Table,
        [("autoscaling", "HorizontalPodAutoscaler")] = AutoscalerRules.Table,
        [("batch", "CronJob")] = JobRules.CronJob,
        [("batch", "Job")] = JobRules.Job,
        [("networking.k8s.io", "Ingress")] = IngressRules.Ingress,
        [("networking.k8s.io", "IngressClass")] = IngressRules.Class,
        [("networking.k8s.io", "NetworkPolicy")] = NetworkPolicyRules.Table,
        [("policy", "PodDisruptionBudget")] = DisruptionBudgetRules.Table,
        [("rbac.authorization.k8s.io", "ClusterRole")] = Rbac,
        [("rbac.authorization.k8s.io", "ClusterRoleBinding")] = Rbac,
        [("rbac.authorization.k8s.io", "Role")] = Rbac,
        [("rbac.authorization.k8s.io", "RoleBinding")] = Rbac,
    };

    /// <summary>The rules of a kind.</summary>
    public static RuleTable Of(string group, string kind) => Tables.GetValueOrDefault((group, kind), OnlyMetadata);
}
