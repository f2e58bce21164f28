using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Pods;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Workloads;

/// <summary>Deployments and ReplicaSets.</summary>
internal static class DeploymentRules
{
    private const long DefaultProgressDeadline = 600;
    private const string DefaultShare = "25%";

    private static readonly RuleTable RollingUpdate = new()
    {
        { "maxUnavailable", Counts.BeCountOrPercent },
        { "maxSurge", Counts.BeCountOrPercent },
        { "", ReplaceSomething },
        { "maxUnavailable", Counts.BeAtMostAll },
    };

    /// <summary>A Deployment.</summary>
    public static RuleTable Deployment { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.SubdomainErrors).Check },
        { "spec.replicas", Must.BeAtLeast(0) },
        { "spec.selector", LabelSelectors.BeSetFor("deployment") },
        { "spec.template", LabelSelectors.BeSelected },
        { "spec.template", PodTemplates.BeValid },
        { "spec.template", PodTemplates.RunForever("ReplicaSet") },
        { "spec.strategy", BeStrategy },
        { "spec.minReadySeconds", Must.BeAtLeast(0) },
        { "spec.revisionHistoryLimit", Must.BeAtLeast(0) },
        { "spec.progressDeadlineSeconds", Must.BeAtLeast(0), OutlastReadiness },
    };

    /// <summary>A ReplicaSet.</summary>
    public static RuleTable ReplicaSet { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.SubdomainErrors).Check },
        { "spec.replicas", Must.BeAtLeast(0) },
        { "spec.minReadySeconds", Must.BeAtLeast(0) },
        { "spec.selector", LabelSelectors.BeSetFor("deployment") },
        { "spec.template", LabelSelectors.BeSelected },
        { "spec.template", PodTemplates.BeValid },
        { "spec.template", PodTemplates.RunForever("ReplicaSet") },
    };

    private static void BeStrategy(Field strategy)
    {
        var rolling = strategy["rollingUpdate"];
        switch (strategy["type"].Text)
        {
            case "" or "RollingUpdate":
                RollingUpdate.CheckIfSet(rolling);
                break;
            case "Recreate":
                if (rolling.Exists)
                    rolling.Forbidden("may not be specified when strategy `type` is 'Recreate'");
                break;
            default:
                strategy.NotSupported(["Recreate", "RollingUpdate"]);
                break;
        }
    }

    private static void ReplaceSomething(Field rolling)
    {
        var unavailable = rolling["maxUnavailable"].OrElse(DefaultShare);
        if (Counts.ValueOf(unavailable) == 0 && Counts.ValueOf(rolling["maxSurge"].OrElse(DefaultShare)) == 0)
            unavailable.Invalid("may not be 0 when `maxSurge` is 0");
    }

    private static void OutlastReadiness(Field deadline)
    {
        if ((deadline.Number ?? DefaultProgressDeadline) <= (deadline.Parent["minReadySeconds"].Number ?? 0))
            deadline.OrElse(DefaultProgressDeadline).Invalid("must be greater than minReadySeconds");
    }
}
