using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Discovery;

/// <summary>What both forms of discovery say alike.</summary>
internal static class DiscoveryNames
{
    /// <summary>Names as a JSON list.</summary>
    public static JsonArray Of(IReadOnlyList<string> names) => new([.. names.Select(name => (JsonNode)name)]);

    /// <summary>Adds a resource's short names and categories to its entry, where it has any.</summary>
    public static void Add(JsonObject entry, ApiResource resource)
    {
        if (resource.ShortNames.Count > 0)
            entry["shortNames"] = Of(resource.ShortNames);
        if (resource.Categories.Count > 0)
            entry["categories"] = Of(resource.Categories);
    }
}
