using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Pods;

/// <summary>The spec of a pod, its own or that of a template.</summary>
internal static class PodSpecs
{
    private const long MaxDeadline = int.MaxValue;

    private static readonly RuleTable HostAlias = new()
    {
        { "ip", field => field.Invalid(Addresses.AddressErrors(field.Text)) },
        { "hostnames[]", field => field.Invalid(Names.SubdomainErrors(field.Text)) },
    };

    /// <summary>The rules, in the order in which Kubernetes reports.</summary>
    public static RuleTable Table { get; } = new()
    {
        { "terminationGracePeriodSeconds", Must.BeAtLeast(0) },
        { "volumes", Volumes.BeValid },
        { "", Containers.BeValid },
        { "restartPolicy", Must.BeOneOf("Always", "OnFailure", "Never") },
        { "dnsPolicy", Must.BeOneOf("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None") },
        {
            "dnsConfig.nameservers",
            Must.BeSetWhere(
                servers => servers.Parent.Parent["dnsPolicy"].Text == "None",
                "must provide at least one DNS nameserver when `dnsPolicy` is None")
        },
        { "nodeSelector", ObjectMetadata.BeLabels },
        { "securityContext", SecurityContexts.Pod.CheckIfSet },
        { "affinity", Affinities.Table.CheckIfSet },
        { "topologySpreadConstraints", TopologySpread.BeValid },
        { "serviceAccountName", Must.Be(Names.SubdomainErrors) },
        { "nodeName", Must.Be(Names.SubdomainErrors) },
        { "activeDeadlineSeconds", Must.BeBetween(1, MaxDeadline) },
        { "hostname", Must.Be(Names.LabelErrors) },
        { "subdomain", Must.Be(Names.LabelErrors) },
        { "tolerations[]", Tolerations.BeValid },
        { "hostAliases[]", HostAlias.Check },
        { "priorityClassName", Must.Be(Names.SubdomainErrors) },
        { "runtimeClassName", Must.Be(Names.SubdomainErrors) },
        { "preemptionPolicy", Must.BeOneOf("PreemptLowerPriority", "Never") },
        { "readinessGates[].conditionType", Must.Be(Labels.KeyErrors) },
        { "overhead{}", ContainerResources.BeNonnegative },
        {
            "shareProcessNamespace",
            Must.NotBe(
                share => share.IsTrue && share.Parent["hostPID"].IsTrue, "ShareProcessNamespace and HostPID cannot both be enabled")
        },
    };
}
