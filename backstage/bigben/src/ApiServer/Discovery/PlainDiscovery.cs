using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Discovery;

/// <summary>Discovery as one document per group and version.</summary>
internal static class PlainDiscovery
{
    /// <summary>The document of <c>/api</c>.</summary>
    /// <param name="address">The server's host and port.</param>
    public static JsonObject Versions(string address) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray([.. ResourceCatalog.FindGroup("").Select(version => (JsonNode)version.Version)]),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = address }),
    };

    /// <summary>The document of <c>/apis</c>.</summary>
    public static JsonObject Groups()
    {
        var names = ResourceCatalog.Versions.Select(version => version.Group).Where(group => group.Length > 0).Distinct();
        return new JsonObject
        {
            ["kind"] = "APIGroupList",
            ["apiVersion"] = "v1",
            ["groups"] = new JsonArray([.. names.Select(name => Entry([], name))]),
        };
    }

    /// <summary>The document of <c>/apis/GROUP</c>; null where there is no such group.</summary>
    public static JsonObject? Group(string name) =>
        name.Length > 0 && ResourceCatalog.FindGroup(name).Count > 0
            ? Entry(new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" }, name)
            : null;

    /// <summary>The document of <c>/api/VERSION</c> and <c>/apis/GROUP/VERSION</c>; null where there is no such version.</summary>
    public static JsonObject? Resources(string group, string version)
    {
        if (ResourceCatalog.FindVersion(group, version) is not { } found)
            return null;
        var document = new JsonObject { ["kind"] = "APIResourceList" };
        // The core group's document is the oldest and has no version of its own.
        if (group.Length > 0)
            document["apiVersion"] = "v1";
        document["groupVersion"] = found.Name;
        document["resources"] = new JsonArray([.. found.Resources.SelectMany(Entries)]);
        return document;
    }

    /// <summary>
    /// The list of custom kinds: none. It is no resource here, but kubectl asks it about every kind that a known version lacks. Without an
    /// answer it tells its user to switch validation off, and applies nothing of the file. It asks without a query; those who would watch
    /// them, as k9s does, are told that there is no such resource.
    /// </summary>
    public static JsonObject CustomResources() => new()
    {
        ["kind"] = "CustomResourceDefinitionList",
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["metadata"] = new JsonObject { ["resourceVersion"] = "1" },
        ["items"] = new JsonArray(),
    };

    private static JsonObject Entry(JsonObject entry, string group)
    {
        var versions = ResourceCatalog.FindGroup(group).Select(Version).ToArray<JsonNode>();
        entry["name"] = group;
        entry["preferredVersion"] = versions[0].DeepClone();
        entry["versions"] = new JsonArray(versions);
        return entry;
    }

    private static JsonObject Version(ApiGroupVersion version) => new() { ["groupVersion"] = version.Name, ["version"] = version.Version };

    private static IEnumerable<JsonObject> Entries(ApiResource resource)
    {
        var entry = Entry(resource, resource.Plural, resource.Singular, resource.Kind, resource.Verbs);
        DiscoveryNames.Add(entry, resource);
        return [entry, .. resource.Subresources.Select(part => Entry(resource, part))];
    }

    private static JsonObject Entry(ApiResource resource, ApiSubresource part)
    {
        var entry = Entry(resource, $"{resource.Plural}/{part.Name}", "", part.Kind, part.Verbs);
        if (part.Group.Length > 0)
        {
            entry["group"] = part.Group;
            entry["version"] = part.Version;
        }

        return entry;
    }

    private static JsonObject Entry(ApiResource resource, string name, string singular, string kind, IReadOnlyList<string> verbs) => new()
    {
        ["name"] = name,
        ["singularName"] = singular,
        ["namespaced"] = resource.Namespaced,
        ["kind"] = kind,
        ["verbs"] = DiscoveryNames.Of(verbs),
    };
}
