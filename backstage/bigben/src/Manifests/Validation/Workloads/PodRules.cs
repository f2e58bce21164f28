using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Pods;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Workloads;

/// <summary>Pods on their own.</summary>
internal static class PodRules
{
    /// <summary>A Pod.</summary>
    public static RuleTable Table { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.SubdomainErrors).Check },
        { "spec", PodSpecs.Table.Check },
        { "spec.ephemeralContainers", Must.NotBeSet("cannot be set on create") },
    };
}
