using BigBen.Manifests.Specs;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Manifests.Validation.Pods;

/// <summary>The environment of a container.</summary>
internal static class Environments
{
    private const string TooManySources = "may not have more than one field specified at a time";

    private static readonly string[] PodFields =
    [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
        "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ];

    // What can be read of a pod, though not all of it here.
    private static readonly string[] OtherPodFields =
        ["metadata.annotations", "metadata.labels", "spec.restartPolicy", "spec.schedulerName", "status.phase"];

    private static readonly string[] Resources =
    [
        "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory",
    ];

    private static readonly string[] Sources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

    private static readonly RuleTable KeyReference = new()
    {
        { "name", Must.BeSet() },
        { "key", Must.BeSet(), Must.Be(Names.KeyErrors) },
    };

    private static readonly RuleTable Source = new()
    {
        { "fieldRef.fieldPath", WhereSet(BePodField) },
        { "resourceFieldRef.resource", WhereSet(BeResource) },
        { "resourceFieldRef.divisor", BeDivisor },
        { "configMapKeyRef", KeyReference.CheckIfSet },
        { "secretKeyRef", KeyReference.CheckIfSet },
    };

    private static readonly RuleTable WholeSource = new()
    {
        { "prefix", Must.Be(Names.VariableErrors) },
        { "configMapRef.name", Must.BeSetWhere(name => name.Parent.Exists) },
        { "secretRef.name", Must.BeSetWhere(name => name.Parent.Exists) },
    };

    /// <summary>A variable.</summary>
    public static RuleTable Variable { get; } = new()
    {
        { "name", Must.BeSet(), Must.Be(Names.VariableErrors) },
        { "valueFrom", Must.PassIfSet(BeOneSource) },
    };

    /// <summary>All entries of a ConfigMap or Secret as variables.</summary>
    public static void BeSource(Field source)
    {
        WholeSource.Check(source);
        switch (Set(source, "configMapRef", "secretRef"))
        {
            case 0:
                source.Invalid("", "must specify one of: `configMapRef` or `secretRef`");
                break;
            case > 1:
                source.Invalid("", TooManySources);
                break;
        }
    }

    private static void BeOneSource(Field from)
    {
        Source.Check(from);
        var set = Set(from, Sources);
        if (set == 0)
            from.Invalid("", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`");
        else if (!from.Parent["value"].IsEmpty)
            from.Invalid("", "may not be specified when `value` is not empty");
        else if (set > 1)
            from.Invalid("", TooManySources);
    }

    private static int Set(Field field, params string[] names) => names.Count(name => field[name].Exists);

    private static Rule WhereSet(Rule rule) => field =>
    {
        if (field.Parent.Exists)
            rule(field);
    };

    private static void BePodField(Field path)
    {
        if (path.IsEmpty)
        {
            path.Required();
            return;
        }

        var key = FieldReference.KeyOf(path.Text, "metadata.labels")
            ?? FieldReference.KeyOf(path.Text, "metadata.annotations")?.ToLowerInvariant();
        if (key is not null)
            path.Invalid(Labels.KeyErrors(key).Select(error => error));
        else if (OtherPodFields.Contains(path.Text))
            path.NotSupported(PodFields);
        else if (!PodFields.Contains(path.Text))
            path.Invalid($"error converting fieldPath: field label not supported: {path.Text}");
    }

    private static void BeResource(Field resource)
    {
        if (resource.IsEmpty)
            resource.Required();
        else if (!Resources.Contains(resource.Text) && !resource.Text.Contains(".hugepages-", StringComparison.Ordinal))
            resource.NotSupported(Resources);
    }

    private static void BeDivisor(Field divisor)
    {
        if (divisor.Quantity is not { Sign: not 0 } quantity)
            return;
        var resource = divisor.Parent["resource"].Text;
        var isCpu = resource.EndsWith(".cpu", StringComparison.Ordinal);
        var known = isCpu ? "1m and 1" : "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei";
        if (!known.Replace(" and ", ", ", StringComparison.Ordinal).Split(", ").Contains(quantity.ToString()))
        {
            var kind = isCpu ? "cpu" : resource[(resource.IndexOf('.') + 1)..];
            divisor.Invalid(resource, $"only divisor's values {known} are supported with the {kind} resource");
        }
    }
}
