using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Discovery;

/// <summary>The paths of a group's version in OpenAPI v3: by them clients find a resource's kind, and a write's options.</summary>
internal static class OpenApiPaths
{
    /// <summary>The options that every write takes, in its query.</summary>
    public static IReadOnlyList<string> WriteOptions { get; } = ["dryRun", "fieldManager", "fieldValidation"];

    private static readonly (string Verb, string Method, string Action)[] OfAll =
        [("list", "get", "list"), ("create", "post", "post"), ("deletecollection", "delete", "deletecollection")];

    private static readonly (string Verb, string Method, string Action)[] OfOne =
        [("get", "get", "get"), ("update", "put", "put"), ("patch", "patch", "patch"), ("delete", "delete", "delete")];

    /// <summary>Where the resources of a group's version are: <c>api/v1</c>, <c>apis/apps/v1</c>.</summary>
    public static string Prefix(ApiGroupVersion version) => version.Group.Length == 0 ? $"api/{version.Version}" : $"apis/{version.Name}";

    /// <summary>The path of one object of a resource.</summary>
    public static string One(ApiGroupVersion version, ApiResource resource) => $"{All(version, resource)}/{{name}}";

    /// <summary>The paths of a group's version with what can be done there.</summary>
    public static JsonObject Of(ApiGroupVersion version)
    {
        var paths = new JsonObject();
        foreach (var resource in version.Resources)
        {
            Add(paths, All(version, resource), resource, OfAll);
            Add(paths, One(version, resource), resource, OfOne);
        }

        return paths;
    }

    /// <summary>What tells a resource's kind, as Kubernetes' extension has it.</summary>
    public static JsonObject GroupVersionKind(ApiResource resource) =>
        new() { ["group"] = resource.Group, ["kind"] = resource.Kind, ["version"] = resource.Version };

    private static string All(ApiGroupVersion version, ApiResource resource) =>
        $"/{Prefix(version)}/{(resource.Namespaced ? "namespaces/{namespace}/" : "")}{resource.Plural}";

    private static void Add(
        JsonObject paths, string path, ApiResource resource, IEnumerable<(string Verb, string Method, string Action)> operations)
    {
        var item = new JsonObject(operations
            .Where(operation => resource.Verbs.Contains(operation.Verb))
            .Select(operation => KeyValuePair.Create(operation.Method, (JsonNode?)Operation(resource, operation.Action))));
        if (item.Count == 0)
            return;
        var places = path.Split('/').Where(part => part.StartsWith('{')).Select(part => Parameter(part.Trim('{', '}'), "path"));
        if (places.ToArray<JsonNode?>() is { Length: > 0 } parameters)
            item["parameters"] = new JsonArray(parameters);
        paths[path] = item;
    }

    private static JsonObject Operation(ApiResource resource, string action)
    {
        var operation = new JsonObject
        {
            ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
            ["x-kubernetes-action"] = action,
            ["x-kubernetes-group-version-kind"] = GroupVersionKind(resource),
        };
        if (action is "post" or "put" or "patch")
            operation["parameters"] = new JsonArray([.. WriteOptions.Select(name => Parameter(name, "query"))]);
        return operation;
    }

    private static JsonObject Parameter(string name, string place)
    {
        var parameter = new JsonObject
        {
            ["name"] = name,
            ["in"] = place,
            ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true },
        };
        if (place == "path")
            parameter["required"] = true;
        return parameter;
    }
}
