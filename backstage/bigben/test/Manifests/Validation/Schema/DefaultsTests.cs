using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry.Strategies;
using BigBen.ApiServer.Resources;
using BigBen.Controllers.Deployments;
using BigBen.Manifests.Validation.Schema;
using BigBen.Tests.ApiServer;
using BigBen.Tests.ApiServer.Patches;

namespace BigBen.Tests.Manifests.Validation.Schema;

public class DefaultsTests
{
    // What is no default: an older name of another field, and what is allocated.
    private static readonly string[] Others = ["serviceAccount", "clusterIP", "clusterIPs"];

    private static readonly FieldType Template = new("core.v1.PodTemplateSpec");

    [Fact]
    public void What_is_filled_in_is_what_a_cluster_filled_in()
    {
        var filled = 0;
        foreach (var line in Golden.Lines("argocd/applied.jsonl"))
        {
            var (target, live) = (Golden.Node(line.At("target")!.Value)!.AsObject(), Golden.Node(line.At("live")!.Value)!.AsObject());
            var resource = ResourceCatalog.All.First(found => found.Kind == line.TextAt("kind"));
            Drop(target);
            Drop(live);
            filled += JsonNode.DeepEquals(target["spec"], live["spec"]) ? 0 : 1;

            SpecDefaults.Settle(resource, target);

            JsonNode.DeepEquals(target["spec"], live["spec"]).ShouldBeTrue($"{target["spec"]} instead of {live["spec"]}");
        }

        filled.ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData("a", "Always")]
    [InlineData("a:latest", "Always")]
    [InlineData("registry:5000/a", "Always")]
    [InlineData("registry:5000/a:v1", "IfNotPresent")]
    [InlineData("a@sha256:1", "IfNotPresent")]
    public void An_image_is_always_pulled_where_its_tag_moves(string image, string policy)
    {
        var pod = JsonNode.Parse($$"""{ "spec": { "containers": [{ "image": "{{image}}" }] } }""")!.AsObject();

        Defaults.Settle(pod, "v1", "Pod");

        ((string?)pod["spec"]!["containers"]![0]!["imagePullPolicy"]).ShouldBe(policy);
    }

    [Fact]
    public void A_Deployment_rolls_by_a_quarter_and_a_strategy_of_another_type_is_left_alone()
    {
        Strategy("{}").ShouldBeJson(
            """{ "type": "RollingUpdate", "rollingUpdate": { "maxUnavailable": "25%", "maxSurge": "25%" } }""");
        Strategy("""{ "strategy": {} }""")["type"]!.GetValue<string>().ShouldBe("RollingUpdate");
        Strategy("""{ "strategy": { "rollingUpdate": { "maxSurge": 2 } } }""").ShouldBeJson(
            """{ "type": "RollingUpdate", "rollingUpdate": { "maxUnavailable": "25%", "maxSurge": 2 } }""");
        Strategy("""{ "strategy": { "type": "Recreate" } }""").ShouldBeJson("""{ "type": "Recreate" }""");
    }

    [Fact]
    public void A_template_that_was_kept_before_is_the_same_with_its_defaults_and_has_the_same_hash()
    {
        const string text = """
            {
              "metadata": { "labels": { "a": "b" } },
              "spec": {
                "containers": [
                  { "name": "a", "image": "a:v1", "livenessProbe": { "httpGet": { "port": 1 } }, "ports": [{ "containerPort": 1 }] }
                ],
                "volumes": [{ "name": "v", "configMap": { "name": "c" } }]
              }
            }
            """;
        var deployment = JsonNode.Parse($$"""{ "spec": { "template": {{text}} } }""")!.AsObject();
        Defaults.Settle(deployment, "apps/v1", "Deployment");
        var (before, after) = (Element(JsonNode.Parse(text)!), Element(deployment["spec"]!["template"]!));

        after.GetRawText().ShouldNotBe(before.GetRawText());
        PodTemplate.AreSame(before, after).ShouldBeTrue();
        PodTemplate.HashOf(after, 0).ShouldBe(PodTemplate.HashOf(before, 0));
        Defaults.Without(deployment["spec"]!["template"], Template)!.ShouldBeJson(text);
    }

    private static JsonNode Strategy(string spec)
    {
        var deployment = JsonNode.Parse($$"""{ "spec": {{spec}} }""")!.AsObject();
        Defaults.Settle(deployment, "apps/v1", "Deployment");
        return deployment["spec"]!["strategy"]!;
    }

    private static JsonElement Element(JsonNode node) => JsonDocument.Parse(node.ToJsonString()).RootElement;

    private static void Drop(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var name in Others)
                    map.Remove(name);
                foreach (var (_, item) in map)
                    Drop(item);
                break;
            case JsonArray list:
                foreach (var item in list)
                    Drop(item);
                break;
        }
    }
}
