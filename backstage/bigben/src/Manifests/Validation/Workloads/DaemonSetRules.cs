using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Pods;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Workloads;

/// <summary>DaemonSets.</summary>
internal static class DaemonSetRules
{
    private static readonly RuleTable RollingUpdate = new()
    {
        { "maxUnavailable", Counts.BeCountOrPercent, Counts.BeAtMostAll },
        { "maxSurge", Counts.BeCountOrPercent, Counts.BeAtMostAll },
    };

    /// <summary>A DaemonSet.</summary>
    public static RuleTable Table { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.SubdomainErrors).Check },
        { "spec.selector", LabelSelectors.BeSetFor("daemonset") },
        { "spec.template", LabelSelectors.BeSelected },
        { "spec.template", PodTemplates.BeValid },
        { "spec.template", PodTemplates.RunForever("DaemonSet") },
        { "spec.minReadySeconds", Must.BeAtLeast(0) },
        { "spec.updateStrategy.type", Must.BeOneOf("RollingUpdate", "OnDelete") },
        { "spec.updateStrategy.rollingUpdate", RollingUpdate.CheckIfSet },
        { "spec.revisionHistoryLimit", Must.BeAtLeast(0) },
    };
}
