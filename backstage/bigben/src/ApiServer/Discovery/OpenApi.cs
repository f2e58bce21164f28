using System.Collections.Frozen;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Discovery;

/// <summary>OpenAPI v3: a document for each version of a group, found by an index that tells the hash of each.</summary>
internal static class OpenApi
{
    private const string Root = "openapi/v3";

    private static readonly Lazy<FrozenDictionary<string, OpenApiDocument>> Documents = new(() =>
        ResourceCatalog.Versions.ToFrozenDictionary(
            version => $"{Root}/{OpenApiPaths.Prefix(version)}", version => OpenApiDocument.Of(Document(version))));

    private static readonly Lazy<OpenApiDocument> Index = new(() => OpenApiDocument.Of(new JsonObject
    {
        ["paths"] = new JsonObject(ResourceCatalog.Versions.Select(Entry)),
    }));

    /// <summary>The document at a path, such as <c>openapi/v3/apis/apps/v1</c>; null where there is none.</summary>
    public static OpenApiDocument? Find(string path) => path == Root ? Index.Value : Documents.Value.GetValueOrDefault(path);

    private static KeyValuePair<string, JsonNode?> Entry(ApiGroupVersion version)
    {
        var path = OpenApiPaths.Prefix(version);
        var url = $"/{Root}/{path}?hash={Documents.Value[$"{Root}/{path}"].Hash}";
        return KeyValuePair.Create(path, (JsonNode?)new JsonObject { ["serverRelativeURL"] = url });
    }

    private static JsonObject Document(ApiGroupVersion version) => new()
    {
        ["openapi"] = "3.0.0",
        ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = ServerVersion.Kubernetes },
        ["paths"] = OpenApiPaths.Of(version),
        ["components"] = new JsonObject { ["schemas"] = OpenApiSchemas.Of(version) },
    };
}
