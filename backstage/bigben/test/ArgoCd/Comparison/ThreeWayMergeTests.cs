using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Patches;
using BigBen.ApiServer.Registry.Strategies;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Comparison;
using BigBen.Tests.ApiServer;
using BigBen.Tests.ApiServer.Patches;

namespace BigBen.Tests.ArgoCd.Comparison;

/// <summary>With what Argo CD applied to a real cluster, and what that made of it.</summary>
public sealed class ThreeWayMergeTests
{
    [Fact]
    public void What_a_cluster_made_of_an_object_does_not_differ_from_it()
    {
        foreach (var (kind, live, target) in Applied())
            Merge(target, target, live, kind).ToJsonString().ShouldBe(live.ToJsonString(), kind);
    }

    [Fact]
    public void What_the_server_fills_into_the_ports_of_a_Service_does_not_differ()
    {
        var target = JsonNode.Parse("""{ "spec": { "ports": [{ "name": "a", "port": 80 }, { "name": "b", "port": 81 }] } }""")!.AsObject();
        var live = target.DeepClone().AsObject();
        SpecDefaults.Settle(TestApi.Resource("v1", "services"), live);

        live["spec"]!["ports"]![0]!["targetPort"].ShouldNotBeNull();
        Merge(target, target, live, "Service").ShouldBeJson(live.ToJsonString());
    }

    [Fact]
    public void A_strategy_of_another_type_leaves_nothing_of_what_the_server_filled_into_the_one_before()
    {
        var live = JsonNode.Parse("""{ "spec": { "replicas": 1 } }""")!.AsObject();
        SpecDefaults.Settle(TestApi.Resource("apps/v1", "deployments"), live);
        var target = JsonNode.Parse("""{ "spec": { "replicas": 1, "strategy": { "type": "Recreate" } } }""")!.AsObject();

        live["spec"]!["strategy"]!["rollingUpdate"].ShouldNotBeNull();
        Merge(JsonNode.Parse("""{ "spec": { "replicas": 1 } }""")!.AsObject(), target, live, "Deployment")["spec"]!["strategy"]!
            .ShouldBeJson("""{ "type": "Recreate" }""");
    }

    [Fact]
    public void Every_value_that_git_changes_is_a_difference()
    {
        var changed = 0;
        foreach (var (kind, live, target) in Applied())
        {
            foreach (var path in Leaves(target, "").ToList())
            {
                var other = target.DeepClone().AsObject();
                var pointer = JsonPointer.Parse(path);
                pointer.Replace(other, Changed(pointer.Get(other)!));

                JsonNode.DeepEquals(Merge(target, other, live, kind), live).ShouldBeFalse($"{kind} {path}");
                changed++;
            }
        }

        changed.ShouldBeGreaterThan(150);
    }

    [Theory]
    // What others added stays, what git gave before and gives no longer goes.
    [InlineData("{}", """{"a":1}""", """{"b":2}""", """{"b":2,"a":1}""")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2}""", """{"a":1,"b":2,"c":3}""", """{"b":2,"c":3}""")]
    [InlineData("""{"a":{"x":1}}""", """{"a":{}}""", """{"a":{"x":1,"y":2}}""", """{"a":{"y":2}}""")]
    // Lists with a merge key, by element.
    [InlineData(
        """{"containers":[{"name":"old"},{"name":"a"}]}""",
        """{"containers":[{"name":"a","image":"x:2"},{"name":"new"}]}""",
        """{"containers":[{"name":"old"},{"name":"a","image":"x:1","pullPolicy":"P"},{"name":"injected"}]}""",
        """{"containers":[{"name":"a","image":"x:2","pullPolicy":"P"},{"name":"new"},{"name":"injected"}]}""")]
    // In git's order, with what others added where it was beside them.
    [InlineData(
        """{"initContainers":[{"name":"a"},{"name":"b"}]}""",
        """{"initContainers":[{"name":"b"},{"name":"a"}]}""",
        """{"initContainers":[{"name":"a"},{"name":"b"},{"name":"injected"}]}""",
        """{"initContainers":[{"name":"b"},{"name":"a"},{"name":"injected"}]}""")]
    [InlineData(
        """{"volumes":[{"name":"a"},{"name":"c"}]}""",
        """{"volumes":[{"name":"a"},{"name":"b"},{"name":"c"}]}""",
        """{"volumes":[{"name":"injected"},{"name":"a"},{"name":"other"},{"name":"c"}]}""",
        """{"volumes":[{"name":"injected"},{"name":"a"},{"name":"b"},{"name":"other"},{"name":"c"}]}""")]
    // Lists without one, as a whole.
    [InlineData("{}", """{"args":["a"]}""", """{"args":["a","b"]}""", """{"args":["a"]}""")]
    // Amounts that are equal are left as they are written.
    [InlineData("{}", """{"requests":{"cpu":"0.5"}}""", """{"requests":{"cpu":"500m"}}""", """{"requests":{"cpu":"500m"}}""")]
    public void What_git_owns_is_set_and_what_others_own_stays(string original, string target, string live, string merged)
    {
        // Fields of a pod's spec, where the merge keys are.
        JsonObject Pod(string spec) => new() { ["spec"] = JsonNode.Parse(spec) };

        Merge(Pod(original), Pod(target), Pod(live), "Pod")["spec"]!.ToJsonString().ShouldBe(merged);
    }

    [Fact]
    public void A_variable_that_moves_is_a_difference_once_and_what_others_added_anywhere_is_none()
    {
        var git = Variables("HOST", "PORT", "URL");
        var live = Variables("URL", "injected", "PORT", "HOST", "last");

        var merged = Merge(git, git, live, "Pod");

        Names(merged).Except(["injected", "last"]).ShouldBe(["HOST", "PORT", "URL"]);
        Merge(git, git, merged, "Pod").ToJsonString().ShouldBe(merged.ToJsonString());
        var others = Variables("first", "HOST", "between", "PORT", "URL", "last");
        Merge(git, git, others, "Pod").ToJsonString().ShouldBe(others.ToJsonString());
    }

    [Fact]
    public void Finalizers_are_in_gits_order_too()
    {
        static JsonObject With(params string[] finalizers) =>
            new() { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray([.. finalizers.Select(name => (JsonNode)name)]) } };

        Merge(With("a", "b"), With("b", "a"), With("a", "b", "other"), "Pod").ShouldBeJson(With("b", "a", "other").ToJsonString());
    }

    private static JsonObject Variables(params string[] names)
    {
        var env = new JsonArray([.. names.Select(name => new JsonObject { ["name"] = name })]);
        return new JsonObject
        {
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["env"] = env }) },
        };
    }

    private static IEnumerable<string> Names(JsonObject pod) =>
        pod["spec"]!["containers"]![0]!["env"]!.AsArray().Select(variable => variable!["name"]!.GetValue<string>());

    private static IEnumerable<(string Kind, JsonObject Live, JsonObject Target)> Applied() => Golden.Lines("argocd/applied.jsonl").Select(
        line => (line.TextAt("kind")!, Golden.Node(line.At("live")!.Value)!.AsObject(), Golden.Node(line.At("target")!.Value)!.AsObject()));

    private static JsonObject Merge(JsonObject original, JsonObject target, JsonObject live, string kind) =>
        ThreeWayMerge.Merge(original, target, live, MergeKeys.Of(kind));

    private static IEnumerable<string> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject map => map.SelectMany(field => Leaves(field.Value, $"{path}/{field.Key.Replace("~", "~0").Replace("/", "~1")}")),
        JsonArray list => list.SelectMany((element, index) => Leaves(element, $"{path}/{index.ToString(CultureInfo.InvariantCulture)}")),
        JsonValue => [path],
        _ => [],
    };

    private static JsonNode Changed(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Number => value.GetValue<long>() + 1,
        JsonValueKind.True => false,
        JsonValueKind.False => true,
        _ => $"{value}-changed",
    };
}
