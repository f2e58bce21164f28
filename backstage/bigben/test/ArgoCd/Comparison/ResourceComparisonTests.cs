using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Differences;
using BigBen.Manifests;

namespace BigBen.Tests.ArgoCd.Comparison;

public class ResourceComparisonTests
{
    [Theory]
    [InlineData("""{ "minReadySeconds": 0, "template": { "spec": { "hostname": "", "nodeSelector": {} } } }""", "{}", false)]
    [InlineData("""{ "template": { "spec": { "containers": [] } }, "strategy": {} }""", """{ "template": {} }""", false)]
    [InlineData("""{ "replicas": 0 }""", "{}", true)]
    [InlineData("""{ "minReadySeconds": 1 }""", """{ "minReadySeconds": 0 }""", true)]
    public void A_zero_value_of_git_that_the_live_object_does_not_have_is_no_difference(string git, string live, bool differs)
    {
        var target = TargetObject.Of("a", Manifest.Of(Deployment(git), "a test", "developer"));
        var current = target.Body.DeepClone().AsObject();
        current["spec"] = JsonNode.Parse(live);

        ResourceComparison.Differs(target, JsonSerializer.SerializeToElement<JsonNode>(current), IgnoredDifferences.None)
            .ShouldBe(differs);
    }

    private static JsonObject Deployment(string spec) => new()
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = "Deployment",
        ["metadata"] = new JsonObject { ["name"] = "a" },
        ["spec"] = JsonNode.Parse(spec),
    };
}
