using System.Text.Json.Nodes;
using BigBen.Manifests;
using BigBen.Verbs.Export.Translating;

namespace BigBen.Tests.Verbs.Export.Translating;

public sealed class ContainerVariablesTests
{
    private static readonly Translation Maps = new(Manifest.ParseAll(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map}\ndata: {A: from the map, B: $(A)}\n", "test", "here"));

    [Theory]
    // As in Kubernetes' "Define Dependent Environment Variables".
    [InlineData("plain", "plain")]
    [InlineData("$(A)!", "from the map!")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$from the map")]
    [InlineData("$(MISSING) $(", "$(MISSING) $(")]
    [InlineData("$(B)", "$(A)")]
    [InlineData("$", "$")]
    public void A_reference_is_resolved_as_the_kubelet_does(string value, string wanted) =>
        Of($$"""[{ "name": "X", "value": "{{value}}" }]""").Single(variable => variable.Name == "X").Literal.ShouldBe(wanted);

    [Fact]
    public void What_comes_later_is_no_reference_and_a_variable_wins_over_a_ConfigMap() =>
        Of("""[{ "name": "X", "value": "$(Y)" }, { "name": "Y", "value": "1" }, { "name": "A", "value": "own" }]""")
            .ToDictionary(variable => variable.Name, variable => variable.Literal)
            .ShouldBe(new Dictionary<string, string?> { ["A"] = "own", ["B"] = "$(A)", ["X"] = "$(Y)", ["Y"] = "1" }, ignoreOrder: true);

    [Fact]
    public void What_only_a_pod_knows_is_not_known_here_nor_what_refers_to_it() =>
        Of("""
            [
              { "name": "IP", "valueFrom": { "fieldRef": { "fieldPath": "status.podIP" } } },
              { "name": "URL", "value": "http://$(IP)" }
            ]
            """).Select(variable => variable.Name).ShouldBe(["A", "B"]);

    private static IEnumerable<Variable> Of(string env)
    {
        var container = new JsonObject
        {
            ["env"] = JsonNode.Parse(env),
            ["envFrom"] = JsonNode.Parse("""[{ "configMapRef": { "name": "map" } }]"""),
        };
        return ContainerVariables.Of(new Part(container), Maps).All;
    }
}
