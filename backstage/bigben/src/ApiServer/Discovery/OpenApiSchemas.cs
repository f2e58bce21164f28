using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation.Schema;

namespace BigBen.ApiServer.Discovery;

/// <summary>
/// The schemas of a group's version, out of the types by which objects are checked: names and types of fields, as Kubernetes calls them.
/// What the types do not hold is not told: descriptions, defaults, which fields are required.
/// </summary>
internal static class OpenApiSchemas
{
    private const string Kinds = "x-kubernetes-group-version-kind";

    /// <summary>Every kind of the version, and every type that one of them is made of.</summary>
    public static JsonObject Of(ApiGroupVersion version)
    {
        var schemas = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var resource in version.Resources)
        {
            var type = TypeCatalog.Kind(resource.ApiVersion, resource.Kind);
            var name = type is { } known ? NameOf(known) : NameOf(resource);
            if (type is { } found)
                Add(schemas, found);
            else
                schemas[name] = Opaque(schemas);
            schemas[name][Kinds] = new JsonArray(OpenApiPaths.GroupVersionKind(resource));
        }

        return new JsonObject(schemas.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value)));
    }

    private static void Add(SortedDictionary<string, JsonObject> schemas, FieldType type)
    {
        if (schemas.ContainsKey(NameOf(type)))
            return;
        if (TypeCatalog.Fields(type) is not { } fields)
        {
            if (Scalar(type) is { } scalar)
                schemas[NameOf(type)] = scalar;
            return;
        }

        var properties = new JsonObject();
        schemas[NameOf(type)] = new JsonObject { ["type"] = "object", ["properties"] = properties };
        foreach (var (name, field) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
            properties[name] = Schema(schemas, field);
    }

    private static JsonObject Schema(SortedDictionary<string, JsonObject> schemas, FieldType type)
    {
        if (type.Element is { } element)
            return new JsonObject { ["type"] = "array", ["items"] = Schema(schemas, element) };
        if (type.Entry is { } entry)
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = Schema(schemas, entry) };
        if (Simple(type) is { } simple)
            return simple;
        Add(schemas, type);
        return new JsonObject { ["$ref"] = $"#/components/schemas/{NameOf(type)}" };
    }

    // Kinds whose fields nobody here checks are objects with metadata, and anything else.
    private static JsonObject Opaque(SortedDictionary<string, JsonObject> schemas) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["apiVersion"] = Typed("string"),
            ["kind"] = Typed("string"),
            ["metadata"] = Schema(schemas, new FieldType("meta.v1.ObjectMeta")),
        },
        ["x-kubernetes-preserve-unknown-fields"] = true,
    };

    private static JsonObject? Simple(FieldType type) => type.Name switch
    {
        "string" => Typed("string"),
        "bytes" => Typed("string", "byte"),
        "bool" => Typed("boolean"),
        "int32" or "int64" => Typed("integer", type.Name),
        "float64" => Typed("number", "double"),
        "any" => Typed("object"),
        _ => null,
    };

    // Those that have a name of their own in Kubernetes.
    private static JsonObject? Scalar(FieldType type) => type.Name switch
    {
        "time" => Typed("string", "date-time"),
        "quantity" => new JsonObject { ["oneOf"] = new JsonArray(Typed("string"), Typed("number")) },
        "intstr" => new JsonObject { ["format"] = "int-or-string", ["oneOf"] = new JsonArray(Typed("integer"), Typed("string")) },
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Name, "is not a type"),
    };

    private static JsonObject Typed(string type, string? format = null)
    {
        var schema = new JsonObject { ["type"] = type };
        if (format is not null)
            schema["format"] = format;
        return schema;
    }

    private static string NameOf(FieldType type) => type.Name switch
    {
        "time" => "io.k8s.apimachinery.pkg.apis.meta.v1.Time",
        "quantity" => "io.k8s.apimachinery.pkg.api.resource.Quantity",
        "intstr" => "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
        var name when name.StartsWith("meta.", StringComparison.Ordinal) => $"io.k8s.apimachinery.pkg.apis.{name}",
        var name => $"io.k8s.api.{name}",
    };

    // As Kubernetes calls the schema of a custom resource.
    private static string NameOf(ApiResource resource) =>
        $"{string.Join('.', resource.Group.Split('.').Reverse())}.{resource.Version}.{resource.Kind}";
}
