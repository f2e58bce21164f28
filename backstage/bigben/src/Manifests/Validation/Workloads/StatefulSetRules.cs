using BigBen.Manifests.Validation.Data;
using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Pods;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Workloads;

/// <summary>
/// StatefulSets. Kubernetes does not look into the pods of their templates: what is wrong there is found when a pod is made.
/// </summary>
internal static class StatefulSetRules
{
    /// <summary>A StatefulSet.</summary>
    public static RuleTable Table { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.LabelErrors).Check },
        {
            "spec.podManagementPolicy",
            Must.NotBe(policy => policy.Text is not ("" or "OrderedReady" or "Parallel"), "must be 'OrderedReady' or 'Parallel'")
        },
        { "spec.updateStrategy", BeStrategy },
        { "spec.persistentVolumeClaimRetentionPolicy.whenDeleted", Must.BeOneOf("Retain", "Delete") },
        { "spec.persistentVolumeClaimRetentionPolicy.whenScaled", Must.BeOneOf("Retain", "Delete") },
        { "spec.replicas", Must.BeAtLeast(0) },
        { "spec.minReadySeconds", Must.BeAtLeast(0) },
        { "spec.ordinals.start", Must.BeAtLeast(0) },
        { "spec.selector", LabelSelectors.BeSetFor("statefulset") },
        { "spec.template", LabelSelectors.BeSelected },
        { "spec.template", PodTemplates.HaveMetadata },
        { "spec.template", PodTemplates.RunForever("StatefulSet") },
        { "spec.volumeClaimTemplates[]", ClaimRules.Template.Check },
    };

    private static void BeStrategy(Field strategy)
    {
        switch (strategy["type"].Text)
        {
            case "" or "RollingUpdate":
                Must.BeAtLeast(0)(strategy["rollingUpdate"]["partition"]);
                Counts.BeCountOrPercent(strategy["rollingUpdate"]["maxUnavailable"]);
                Counts.BeAtMostAll(strategy["rollingUpdate"]["maxUnavailable"]);
                break;
            case "OnDelete":
                if (strategy["rollingUpdate"].Exists)
                    strategy["rollingUpdate"].Invalid("only allowed for updateStrategy 'RollingUpdate'");
                break;
            default:
                strategy.Invalid("must be 'RollingUpdate' or 'OnDelete'");
                break;
        }
    }
}
