using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Discovery;
using BigBen.ApiServer.Resources;

namespace BigBen.Tests.ApiServer.Discovery;

public class PlainDiscoveryTests
{
    // Served to be listed, never to be written.
    private static readonly string[] NeverWritten = ["leases", "storageclasses"];

    [Fact]
    public void The_versions_of_the_core_group_are_told_as_a_cluster_tells_them() =>
        PlainDiscovery.Versions("172.18.0.3:6443").ShouldBeAs(Golden.Read("discovery/api.json"));

    [Fact]
    public void Each_group_is_told_as_a_cluster_tells_it()
    {
        var golden = Golden.Read("discovery/apis.json").GetProperty("groups").EnumerateArray().ToDictionary(Name, entry => entry);
        var groups = PlainDiscovery.Groups()["groups"]!.AsArray();

        groups.Select(group => (string?)group!["name"]).Order().ShouldBe(golden.Keys.Order());
        foreach (var group in groups)
        {
            var expected = Golden.Node(golden[(string)group!["name"]!])!.AsObject();
            // Its older version is a form that no client prefers.
            if ((string)group["name"]! == "autoscaling")
                expected["versions"]!.AsArray().RemoveAt(1);
            group.ToJsonString().ShouldBe(Sorted(expected, group).ToJsonString());
            var alone = PlainDiscovery.Group((string)group["name"]!)!;
            ((string?)alone["kind"]).ShouldBe("APIGroup");
            JsonNode.DeepEquals(alone["versions"], group["versions"]).ShouldBeTrue();
        }
    }

    [Fact]
    public void Each_resource_is_told_as_a_cluster_tells_it()
    {
        var golden = Golden.Read("discovery/versions.json");
        // The cluster told these in its aggregated document alone.
        foreach (var version in ResourceCatalog.Versions.Where(version => golden.TryGetProperty(version.Name, out _)))
        {
            var document = PlainDiscovery.Resources(version.Group, version.Version)!;
            var expected = golden.GetProperty(version.Name);
            ((string?)document["apiVersion"]).ShouldBe(expected.TryGetProperty("apiVersion", out var v) ? v.GetString() : null);
            var entries = expected.GetProperty("resources").EnumerateArray().ToDictionary(Name, entry => entry);
            foreach (var entry in document["resources"]!.AsArray().Where(entry => !NeverWritten.Contains((string?)entry!["name"])))
            {
                var known = Golden.Node(entries[(string)entry!["name"]!])!.AsObject();
                known.Remove("storageVersionHash");
                entry.ToJsonString().ShouldBe(Sorted(known, entry).ToJsonString());
            }
        }
    }

    [Fact]
    public async Task There_are_no_custom_kinds()
    {
        await using var api = await TestApi.StartAsync();

        var (code, list) = await api.AskAsync("GET", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions");

        (code, (string?)list["kind"], list["items"]!.AsArray().Count).ShouldBe((200, "CustomResourceDefinitionList", 0));
    }

    [Fact]
    public void What_is_not_served_has_no_document()
    {
        PlainDiscovery.Group("nope").ShouldBeNull();
        PlainDiscovery.Group("").ShouldBeNull();
        PlainDiscovery.Resources("apps", "v2").ShouldBeNull();
    }

    private static string Name(JsonElement entry) => entry.GetProperty("name").GetString()!;

    // The same fields in the order of another object, so that a difference is easy to read.
    private static JsonObject Sorted(JsonObject value, JsonNode like)
    {
        var order = like.AsObject().Select(field => field.Key).ToList();
        var sorted = value.OrderBy(field => order.IndexOf(field.Key)).ToList();
        return new JsonObject(sorted.Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
    }
}
