using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Policies;

/// <summary>PodDisruptionBudgets.</summary>
internal static class DisruptionBudgetRules
{
    private static readonly string[] FieldsInErrors = ["MinAvailable", "Selector", "MaxUnavailable", "UnhealthyPodEvictionPolicy"];

    /// <summary>A PodDisruptionBudget.</summary>
    public static RuleTable Table { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.PathSegmentErrors).Check },
        { "spec", NotHaveBoth },
        { "spec.minAvailable", Counts.BeCountOrPercent, Counts.BeAtMostAll },
        { "spec.maxUnavailable", Counts.BeCountOrPercent, Counts.BeAtMostAll },
        { "spec.selector", LabelSelectors.BeValid },
        { "spec.unhealthyPodEvictionPolicy", Must.BeOneOf("AlwaysAllow", "IfHealthyBudget") },
    };

    private static void NotHaveBoth(Field spec)
    {
        if (spec["minAvailable"].Exists && spec["maxUnavailable"].Exists)
            spec.Invalid(AsGoHasIt(spec), "minAvailable and maxUnavailable cannot be both set");
    }

    // The error shows Kubernetes' internal object, whose fields have other names.
    private static JsonObject AsGoHasIt(Field spec) => new(
        FieldsInErrors.Select(name =>
            KeyValuePair.Create(name, spec[char.ToLowerInvariant(name[0]) + name[1..]].Value?.DeepClone())));
}
