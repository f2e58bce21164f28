using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Discovery;

/// <summary>
/// OpenAPI v3 as far as clients decide by it: which paths there are, and that a write's fields are the server's to check. It has no schemas
/// yet, so <c>kubectl explain</c> finds none.
/// </summary>
internal static class OpenApi
{
    /// <summary>The document of <c>/openapi/v3</c>: where those of the groups are.</summary>
    public static JsonObject Index() => new()
    {
        ["paths"] = new JsonObject(ResourceCatalog.Versions.Select(version => KeyValuePair.Create(
            PathOf(version), (JsonNode?)new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{PathOf(version)}" }))),
    };

    /// <summary>The document of a group's version; null where there is no such version.</summary>
    public static JsonObject? Document(string group, string version) => ResourceCatalog.FindVersion(group, version) is not { } found
        ? null
        : new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = ServerVersion.Kubernetes },
            ["paths"] = new JsonObject(found.Resources
                .Where(resource => resource.Verbs.Contains("patch"))
                .Select(resource => Path(found, resource))),
            ["components"] = new JsonObject { ["schemas"] = new JsonObject() },
        };

    private static string PathOf(ApiGroupVersion version) => version.Group.Length == 0 ? $"api/{version.Version}" : $"apis/{version.Name}";

    private static KeyValuePair<string, JsonNode?> Path(ApiGroupVersion version, ApiResource resource)
    {
        var place = resource.Namespaced ? "namespaces/{namespace}/" : "";
        var patch = new JsonObject
        {
            ["parameters"] = new JsonArray(Parameter("dryRun"), Parameter("fieldManager"), Parameter("fieldValidation")),
            ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
            ["x-kubernetes-action"] = "patch",
            ["x-kubernetes-group-version-kind"] = new JsonObject
            {
                ["group"] = resource.Group,
                ["version"] = resource.Version,
                ["kind"] = resource.Kind,
            },
        };
        var path = $"/{PathOf(version)}/{place}{resource.Plural}/{{name}}";
        return KeyValuePair.Create(path, (JsonNode?)new JsonObject { ["patch"] = patch });
    }

    private static JsonObject Parameter(string name) => new()
    {
        ["name"] = name,
        ["in"] = "query",
        ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true },
    };
}
