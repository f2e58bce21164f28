using BigBen.Manifests.Validation.Metadata;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Data;

/// <summary>PersistentVolumeClaims, and the templates of such.</summary>
internal static class ClaimRules
{
    private static readonly string[] Modes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

    private static readonly RuleTable Spec = new()
    {
        { "accessModes", Must.BeSet("at least 1 access mode is required") },
        { "accessModes[]", BeMode },
        { "selector", LabelSelectors.BeValid },
        { "resources", AskForStorage },
        { "storageClassName", Must.Be(Names.SubdomainErrors) },
        { "volumeMode", Must.BeOneOf("Block", "Filesystem") },
    };

    /// <summary>A PersistentVolumeClaim.</summary>
    public static RuleTable Table { get; } = new()
    {
        { "", ObjectMetadata.Named(Names.SubdomainErrors).Check },
        { "spec", Spec.Check },
    };

    /// <summary>One that a StatefulSet makes claims from.</summary>
    public static RuleTable Template { get; } = new()
    {
        { "metadata.labels", ObjectMetadata.BeLabels },
        { "metadata.annotations", ObjectMetadata.BeAnnotations },
        { "spec", Spec.Check },
    };

    // Kubernetes reports it for the list.
    private static void BeMode(Field mode)
    {
        if (!Modes.Contains(mode.Text))
            mode.Named(mode.Parent.Parent, "accessModes").NotSupported(Modes);
    }

    private static void AskForStorage(Field resources)
    {
        var storage = resources.Entry("storage");
        if (resources["requests"]["storage"].Quantity is not { } amount)
            storage.Required();
        else if (amount.Sign <= 0)
            storage.Invalid(amount.ToString(), "must be greater than zero");
    }
}
