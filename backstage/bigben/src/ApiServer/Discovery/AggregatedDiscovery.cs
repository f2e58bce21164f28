using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Discovery;

/// <summary>Discovery in two documents, <c>apidiscovery.k8s.io/v2</c>, for clients that accept it.</summary>
internal static class AggregatedDiscovery
{
    /// <summary>The parameters of the media type of both documents.</summary>
    public const string MediaType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /// <summary>The document of <c>/api</c>.</summary>
    public static JsonObject Core() => Document([""]);

    /// <summary>The document of <c>/apis</c>.</summary>
    public static JsonObject Groups() =>
        Document(ResourceCatalog.Versions.Select(version => version.Group).Where(group => group.Length > 0).Distinct());

    private static JsonObject Document(IEnumerable<string> groups) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. groups.Select(Group)]),
    };

    private static JsonObject Group(string name) => new()
    {
        ["metadata"] = name.Length == 0 ? [] : new JsonObject { ["name"] = name },
        ["versions"] = new JsonArray([.. ResourceCatalog.FindGroup(name).Select(Version)]),
    };

    private static JsonObject Version(ApiGroupVersion version) => new()
    {
        ["version"] = version.Version,
        ["resources"] = new JsonArray([.. version.Resources.Select(Resource)]),
        ["freshness"] = "Current",
    };

    private static JsonObject Resource(ApiResource resource)
    {
        var entry = new JsonObject
        {
            ["resource"] = resource.Plural,
            ["responseKind"] = Kind(resource, "", "", resource.Kind),
            ["scope"] = resource.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = resource.Singular,
            ["verbs"] = DiscoveryNames.Of(resource.Verbs),
        };
        DiscoveryNames.Add(entry, resource);
        if (resource.Subresources.Count > 0)
            entry["subresources"] = new JsonArray([.. resource.Subresources.Select(part => Subresource(resource, part))]);
        return entry;
    }

    private static JsonObject Subresource(ApiResource resource, ApiSubresource part) => new()
    {
        ["subresource"] = part.Name,
        ["responseKind"] = Kind(resource, part.Group, part.Version, part.Kind),
        ["verbs"] = DiscoveryNames.Of(part.Verbs),
    };

    // Kubernetes leaves group and version of its own kinds out where they are the path's, and tells those of custom resources.
    private static JsonObject Kind(ApiResource resource, string group, string version, string kind) => new()
    {
        ["group"] = resource.IsCustom ? resource.Group : group,
        ["version"] = resource.IsCustom ? resource.Version : version,
        ["kind"] = kind,
    };
}
