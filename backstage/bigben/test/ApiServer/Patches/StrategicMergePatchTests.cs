using System.Text.Json.Nodes;
using BigBen.ApiServer.Answers;

namespace BigBen.Tests.ApiServer.Patches;

public class StrategicMergePatchTests
{
    private const string Containers =
        """
        {"spec": {"template": {"spec": {"containers": [
          {"name": "a", "image": "1", "env": [{"name": "X", "value": "1"}, {"name": "Y", "value": "2"}]},
          {"name": "b", "image": "1"}
        ]}}}}
        """;

    [Fact]
    public void Elements_of_a_list_are_merged_by_their_key() => Template(
        Containers,
        """{"containers":[{"name":"b","image":"2"}]}""").ShouldBeJson(
        """{"containers":[{"name":"a","image":"1","env":[{"name":"X","value":"1"},{"name":"Y","value":"2"}]},{"name":"b","image":"2"}]}""");

    [Fact]
    public void A_new_element_comes_first_where_the_patch_says_no_order() => Env(
        """{"env":[{"name":"Z","value":"3"}]}""").ShouldBeJson(
        """[{"name":"Z","value":"3"},{"name":"X","value":"1"},{"name":"Y","value":"2"}]""");

    [Fact]
    public void The_order_is_that_of_the_patch_where_it_says_one() => Env(
        """{"$setElementOrder/env":[{"name":"Y"},{"name":"Z"},{"name":"X"}],"env":[{"name":"Z","value":"3"}]}""").ShouldBeJson(
        """[{"name":"Y","value":"2"},{"name":"Z","value":"3"},{"name":"X","value":"1"}]""");

    [Fact]
    public void An_order_alone_sorts_the_list() => Env(
        """{"$setElementOrder/env":[{"name":"Y"},{"name":"X"}]}""").ShouldBeJson(
        """[{"name":"Y","value":"2"},{"name":"X","value":"1"}]""");

    [Fact]
    public void An_element_is_deleted_by_directive() => Env(
        """{"env":[{"name":"X","$patch":"delete"}]}""").ShouldBeJson(
        """[{"name":"Y","value":"2"}]""");

    [Fact]
    public void A_list_is_replaced_by_directive() => Env(
        """{"env":[{"$patch":"replace"},{"name":"Z","value":"3"}]}""").ShouldBeJson(
        """[{"name":"Z","value":"3"}]""");

    [Fact]
    public void A_field_of_an_element_is_removed_by_null() => Env(
        """{"env":[{"name":"X","value":null,"valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}}]}""").ShouldBeJson(
        """[{"name":"X","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}},{"name":"Y","value":"2"}]""");

    [Fact]
    public void A_list_without_a_key_is_replaced() => Template(
        """{"spec":{"template":{"spec":{"containers":[{"name":"a","args":["x","y"]}]}}}}""",
        """{"containers":[{"name":"a","args":["z"]}]}""").ShouldBeJson(
        """{"containers":[{"name":"a","args":["z"]}]}""");

    [Fact]
    public void Texts_are_added_once_and_taken_away_by_directive()
    {
        const string value = """{"metadata":{"finalizers":["a","b"]}}""";
        Apply("/v1/configmaps", value, """{"metadata":{"finalizers":["b","c"]}}""")
            .ShouldBeJson("""{"metadata":{"finalizers":["a","b","c"]}}""");
        Apply("/v1/configmaps", value, """{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"]}}""")
            .ShouldBeJson("""{"metadata":{"finalizers":["b"]}}""");
    }

    [Fact]
    public void Only_the_retained_keys_stay()
    {
        const string value = """{"spec":{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}}}}""";
        Apply("apps/v1/deployments", value, """{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}}""")
            .ShouldBeJson("""{"spec":{"strategy":{"type":"Recreate"}}}""");
        var refused = Should.Throw<StatusException>(() =>
            Apply("apps/v1/deployments", value, """{"spec":{"strategy":{"$retainKeys":["other"],"type":"Recreate"}}}"""));
        refused.Message.ShouldBe("invalid patch format of retainKeys");
        refused.Code.ShouldBe(400);
    }

    [Fact]
    public void An_object_is_replaced_or_emptied_by_directive()
    {
        const string value = """{"data":{"A":"1"}}""";
        Apply("/v1/configmaps", value, """{"data":{"$patch":"replace","B":"2"}}""").ShouldBeJson("""{"data":{"B":"2"}}""");
        Apply("/v1/configmaps", value, """{"data":{"$patch":"delete"}}""").ShouldBeJson("""{"data":{}}""");
        Apply("/v1/configmaps", value, """{"data":{"A":null,"B":"2"}}""").ShouldBeJson("""{"data":{"B":"2"}}""");
        Should.Throw<StatusException>(() => Apply("/v1/configmaps", value, """{"data":{"$patch":"burn"}}""")).Code.ShouldBe(422);
    }

    [Fact]
    public void A_new_part_has_no_directives_and_no_nulls() =>
        Apply("apps/v1/deployments", "{}", """{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate","rollingUpdate":null}}}""")
            .ShouldBeJson("""{"spec":{"strategy":{"type":"Recreate"}}}""");

    [Fact]
    public void An_element_without_its_key_is_refused() =>
        Should.Throw<StatusException>(() => Env("""{"env":[{"value":"1"}]}"""))
            .Message.ShouldContain("does not contain declared merge key: name");

    private static JsonNode Env(string container) =>
        Template(Containers, "{\"containers\":[{\"name\":\"a\"," + container[1..] + "]}")["containers"]![0]!["env"]!;

    private static JsonNode Template(string value, string podSpec) =>
        Apply("apps/v1/deployments", value, "{\"spec\":{\"template\":{\"spec\":" + podSpec + "}}}")["spec"]!["template"]!["spec"]!;

    private static JsonObject Apply(string resource, string value, string patch) =>
        PatchCase.Apply("application/strategic-merge-patch+json", value, patch, resource);
}
