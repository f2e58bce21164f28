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

    // Any of these keys may be there; one without the prefix is not, and a container's own variable wins.
    [Theory]
    [InlineData("""{ "secretRef": { "name": "secret" } }""", "$(B) $(KEY)", null)]
    [InlineData("""{ "configMapRef": { "name": "elsewhere", "optional": true } }""", "$(KEY)", null)]
    [InlineData("""{ "prefix": "DB_", "secretRef": { "name": "secret" } }""", "$(DB_KEY)", null)]
    [InlineData("""{ "prefix": "DB_", "secretRef": { "name": "secret" } }""", "$(KEY)", "$(KEY)")]
    [InlineData("""{ "secretRef": { "name": "secret" } }""", "$(OWN) $$(KEY)", "own $(KEY)")]
    public void Keys_of_what_is_not_among_the_objects_are_not_known_here(string source, string value, string? wanted)
    {
        var variables = Of(
            $$"""[{ "name": "OWN", "value": "own" }, { "name": "X", "value": "{{value}}" }]""", null, source).ToList();

        variables.SingleOrDefault(variable => variable.Name == "X")?.Literal.ShouldBe(wanted);
        variables.Exists(variable => variable.Name == "X").ShouldBe(wanted is not null);
    }

    [Fact]
    public void Where_a_Service_is_comes_before_what_refers_to_it_and_is_not_known_where_it_is_not_among_those_of_the_target() =>
        Of(
            """
            [
              { "name": "X", "value": "$(DB_SERVICE_HOST):$(DB_SERVICE_PORT)" }, { "name": "Y", "value": "$(OTHER_SERVICE_PORT_SQL)" },
              { "name": "MINE_SERVICE_HOST", "value": "z" }, { "name": "Z", "value": "$(MINE_SERVICE_HOST)" }
            ]
            """,
            new Links(new Dictionary<string, string> { ["DB_SERVICE_HOST"] = "db", ["DB_SERVICE_PORT"] = "5432" }, AreAll: true))
            .ToDictionary(variable => variable.Name, variable => variable.Literal)
            .ShouldBe(
                new Dictionary<string, string?>
                {
                    ["A"] = "from the map",
                    ["B"] = "$(A)",
                    ["DB_SERVICE_HOST"] = "db",
                    ["DB_SERVICE_PORT"] = "5432",
                    ["MINE_SERVICE_HOST"] = "z",
                    ["X"] = "db:5432",
                    ["Z"] = "z",
                },
                ignoreOrder: true);

    // Without a wish for the others, they are texts in Kubernetes too.
    [Fact]
    public void Where_the_API_is_each_pod_is_told() =>
        Of(
            """
            [
              { "name": "X", "value": "$(KUBERNETES_SERVICE_HOST)" }, { "name": "Y", "value": "$(OTHER_SERVICE_HOST)" }
            ]
            """).Select(variable => (variable.Name, variable.Literal))
            .ShouldBe([("A", "from the map"), ("B", "$(A)"), ("Y", "$(OTHER_SERVICE_HOST)")]);

    private static IEnumerable<Variable> Of(string env, Links? links = null, string? more = null)
    {
        var container = new JsonObject
        {
            ["env"] = JsonNode.Parse(env),
            ["envFrom"] = JsonNode.Parse($$"""[{ "configMapRef": { "name": "map" } }{{(more is null ? "" : $", {more}")}}]"""),
        };
        return ContainerVariables.Of(new Part(container), Maps, links ?? Links.None).All;
    }
}
