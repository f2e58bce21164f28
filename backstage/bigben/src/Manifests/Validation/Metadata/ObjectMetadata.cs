using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Metadata;

/// <summary>The metadata that every object has.</summary>
internal static class ObjectMetadata
{
    private const int MaxAnnotations = 256 * 1024;

    /// <summary>The rules where names are of a form.</summary>
    /// <param name="nameErrors">What is wrong with a name.</param>
    public static RuleTable Named(Func<string, IEnumerable<string>> nameErrors) => new()
    {
        { "metadata.generateName", BeStartOf(nameErrors) },
        {
            "metadata.name",
            Must.BeSetWhere(name => name.Parent["generateName"].IsEmpty, "name or generateName is required"),
            Must.Be(nameErrors)
        },
        { "metadata.labels", BeLabels },
        { "metadata.annotations", BeAnnotations },
        { "metadata.finalizers", BeFinalizers },
        { "metadata.ownerReferences", BeOwners },
    };

    /// <summary>Labels: qualified keys, short plain values.</summary>
    public static void BeLabels(Field field)
    {
        foreach (var (key, value) in field.Entries)
        {
            foreach (var error in Labels.KeyErrors(key))
                field.Invalid(key, error);
            foreach (var error in Labels.ValueErrors(value.Text))
                field.Invalid(value.Text, error);
        }
    }

    /// <summary>Annotations: qualified keys in any case, not too much text in all.</summary>
    public static void BeAnnotations(Field field)
    {
        var size = 0;
        foreach (var (key, value) in field.Entries)
        {
            foreach (var error in Labels.KeyErrors(key.ToLowerInvariant()))
                field.Invalid(key, error);
            size += System.Text.Encoding.UTF8.GetByteCount(key) + System.Text.Encoding.UTF8.GetByteCount(value.Text);
        }

        if (size > MaxAnnotations)
            field.TooLong(MaxAnnotations);
    }

    // Kubernetes reads null as an empty text, which is not a name.
    private static void BeFinalizers(Field finalizers)
    {
        foreach (var finalizer in finalizers.Items.Select(item => item.Text))
        {
            foreach (var error in Labels.KeyErrors(finalizer))
                finalizers.Invalid(finalizer, error);
        }
    }

    // What is made up is appended: a hyphen at the end is none at the end of the name.
    private static Rule BeStartOf(Func<string, IEnumerable<string>> nameErrors) => field =>
    {
        if (!field.IsEmpty)
            field.Invalid(nameErrors(field.Text.EndsWith('-') ? field.Text[..^1] + "a" : field.Text));
    };

    private static void BeOwners(Field owners)
    {
        foreach (var owner in owners.Items)
            Owner.Check(owner);
        if (owners.Items.Count(owner => owner["controller"].IsTrue) > 1)
            owners.Invalid("Only one reference can have Controller set to true");
    }

    private static RuleTable Owner { get; } = new()
    {
        { "apiVersion", Must.BeSet("version must not be empty") },
        { "kind", Must.BeSet("must not be empty") },
        { "name", Must.BeSet("must not be empty") },
        { "uid", Must.BeSet("must not be empty") },
    };
}
