using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Discovery;

namespace BigBen.Tests.ApiServer.Discovery;

public class AggregatedDiscoveryTests
{
    [Fact]
    public void The_core_group_is_told_as_a_cluster_tells_it() =>
        Compare(AggregatedDiscovery.Core(), Golden.Read("discovery/api.aggregated.json"));

    [Fact]
    public void Every_other_group_is_told_as_a_cluster_tells_it() =>
        Compare(AggregatedDiscovery.Groups(), Golden.Read("discovery/apis.aggregated.json"));

    private static void Compare(JsonObject document, JsonElement golden)
    {
        ((string?)document["kind"]).ShouldBe(golden.GetProperty("kind").GetString());
        ((string?)document["apiVersion"]).ShouldBe(golden.GetProperty("apiVersion").GetString());
        foreach (var (group, version, resource) in Resources(document))
        {
            var plural = (string?)resource["resource"];
            var known = Resources(Golden.Node(golden)!)
                .Single(entry => entry.Group == group && entry.Version == version && (string?)entry.Resource["resource"] == plural)
                .Resource;
            // Fewer parts than a whole cluster has, and no verbs to write what nobody may; those that there are must be the same.
            KeepServed(known, resource);
            JsonNode.DeepEquals(resource, known).ShouldBeTrue($"{resource.ToJsonString()}\n{known.ToJsonString()}");
        }
    }

    private static void KeepServed(JsonNode known, JsonNode resource)
    {
        if ((string?)resource["resource"] is "leases" or "storageclasses")
            known["verbs"] = resource["verbs"]!.DeepClone();
        if (known["subresources"] is not JsonArray parts)
            return;
        var served = resource["subresources"]?.AsArray().Select(part => (string?)part!["subresource"]).ToList() ?? [];
        parts.RemoveAll(part => !served.Contains((string?)part!["subresource"]));
        if (parts.Count == 0)
            known.AsObject().Remove("subresources");
    }

    private static IEnumerable<(string? Group, string? Version, JsonNode Resource)> Resources(JsonNode document) =>
        from @group in document["items"]!.AsArray()
        from version in @group["versions"]!.AsArray()
        from resource in version["resources"]!.AsArray()
        select ((string?)@group["metadata"]!["name"], (string?)version["version"], resource);
}
