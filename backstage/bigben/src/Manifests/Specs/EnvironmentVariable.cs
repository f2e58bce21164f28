namespace BigBen.Manifests.Specs;

/// <summary>One entry of a container's <c>env</c>.</summary>
internal sealed record EnvironmentVariable(string Name, string? Value, EnvironmentReference? From)
{
    public static EnvironmentVariable Read(Fields variable)
    {
        var name = variable.RequiredText("name");
        if (name.Contains('=') || name.Contains('\0'))
            throw variable.Broken("name", $"'{name}' is not a name of a variable");
        var value = variable.Text("value");
        var from = variable.Mapping("valueFrom") is { } reference ? EnvironmentReference.Read(reference) : null;
        if (from is not null && !string.IsNullOrEmpty(value))
            throw variable.Broken("valueFrom", "has no place beside value");
        variable.End();
        return new EnvironmentVariable(name, value, from);
    }
}

/// <summary>Where a variable's value comes from.</summary>
internal abstract record EnvironmentReference
{
    /// <summary>Reads where a value comes from.</summary>
    /// <param name="from">The mapping of the source.</param>
    /// <param name="mayBeMap">Whether all labels or annotations may be meant, which a file can hold and a variable cannot.</param>
    public static EnvironmentReference Read(Fields from, bool mayBeMap = false)
    {
        EnvironmentReference? result = null;
        foreach (var (field, kind) in new[] { ("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret") })
        {
            if (from.Mapping(field) is { } key)
            {
                result = new KeyReference(kind, key.RequiredText("name"), key.RequiredText("key"), key.Flag("optional"));
                key.End();
            }
        }

        if (from.Mapping("fieldRef") is { } fieldRef)
        {
            fieldRef.Accept("apiVersion");
            var path = fieldRef.RequiredText("fieldPath");
            if (!FieldReference.IsKnown(path) && !(mayBeMap && path is "metadata.labels" or "metadata.annotations"))
                throw fieldRef.Broken("fieldPath", $"'{path}' is not a field that the local platform knows");
            result = new FieldReference(path);
            fieldRef.End();
        }

        if (from.Mapping("resourceFieldRef") is { } resource)
        {
            var name = resource.RequiredText("resource");
            if (name is not ("limits.cpu" or "limits.memory" or "limits.ephemeral-storage"
                or "requests.cpu" or "requests.memory" or "requests.ephemeral-storage"))
                throw resource.Broken("resource", $"'{name}' is not a resource that the local platform knows");
            var divisor = ContainerResources.Quantity(resource.Any("divisor")?.ToString() ?? "1");
            if (divisor is null or < 0)
                throw resource.Broken("divisor", "is not a quantity");
            result = new ResourceReference(resource.Text("containerName"), name, divisor.Value == 0 ? 1 : divisor.Value);
            resource.End();
        }

        from.End();
        return result ?? throw from.Broken("configMapKeyRef", "is missing, and no other source is given");
    }
}

/// <summary>An entry of a ConfigMap or Secret.</summary>
internal sealed record KeyReference(string Kind, string Name, string Key, bool Optional) : EnvironmentReference;

/// <summary>A field of the pod itself.</summary>
internal sealed record FieldReference(string Path) : EnvironmentReference
{
    public static bool IsKnown(string path) =>
        path is "metadata.name" or "metadata.namespace" or "metadata.uid" or "spec.nodeName" or "spec.serviceAccountName"
            or "status.podIP" or "status.podIPs" or "status.hostIP" or "status.hostIPs"
        || KeyOf(path, "metadata.labels") is not null
        || KeyOf(path, "metadata.annotations") is not null;

    /// <summary>The key in <c>metadata.labels['key']</c>, or null.</summary>
    public static string? KeyOf(string path, string map) =>
        path.Length >= map.Length + 4
        && path.StartsWith($"{map}['", StringComparison.Ordinal)
        && path.EndsWith("']", StringComparison.Ordinal)
            ? path[(map.Length + 2)..^2]
            : null;
}

/// <summary>A resource of a container; of the one that asks where none is named.</summary>
internal sealed record ResourceReference(string? Container, string Resource, decimal Divisor) : EnvironmentReference;

/// <summary>One entry of a container's <c>envFrom</c>.</summary>
internal sealed record EnvironmentSource(string Kind, string Name, string Prefix, bool Optional)
{
    public static EnvironmentSource Read(Fields source)
    {
        var prefix = source.Text("prefix") ?? "";
        foreach (var (field, kind) in new[] { ("configMapRef", "ConfigMap"), ("secretRef", "Secret") })
        {
            if (source.Mapping(field) is { } reference)
            {
                var result = new EnvironmentSource(kind, reference.RequiredText("name"), prefix, reference.Flag("optional"));
                reference.End();
                source.End();
                return result;
            }
        }

        throw source.Broken("configMapRef", "is missing, and so is secretRef");
    }
}
