using System.Text.Json.Nodes;
using BigBen.ApiServer.FieldManagement;
using BigBen.Tests.ApiServer.Patches;

namespace BigBen.Tests.ApiServer.FieldManagement;

public class TypedMergeTests
{
    [Theory]
    [InlineData("""[{"name":"a"},{"name":"c"}]""", """[{"name":"b"},{"name":"c","image":"2"}]""",
        """[{"name":"a"},{"name":"b"},{"name":"c","image":"2"}]""")]
    [InlineData("""[{"name":"a","image":"1"},{"name":"b"}]""", """[{"name":"b"},{"name":"a"}]""",
        """[{"name":"b"},{"name":"a","image":"1"}]""")]
    [InlineData("""[{"name":"x"},{"name":"a"},{"name":"y"}]""", """[{"name":"a"}]""",
        """[{"name":"x"},{"name":"a"},{"name":"y"}]""")]
    public void Lists_of_keys_are_merged(string live, string applied, string merged) =>
        Merge("apps/v1", "deployments", Containers(live), Containers(applied)).ShouldBeJson(Containers(merged));

    [Fact]
    public void Two_keys_tell_items_apart_and_a_protocol_is_TCP() =>
        Merge(
            "v1",
            "services",
            """{ "spec": { "ports": [{ "port": 53, "protocol": "UDP" }, { "port": 53, "nodePort": 30053 }] } }""",
            """{ "spec": { "ports": [{ "port": 53, "protocol": "TCP", "name": "tcp" }] } }""").ShouldBeJson(
            """
            { "spec": { "ports": [
              { "port": 53, "protocol": "UDP" }, { "port": 53, "protocol": "TCP", "nodePort": 30053, "name": "tcp" }] } }
            """);

    [Fact]
    public void Sets_are_united() =>
        Merge(
            "v1",
            "configmaps",
            """{ "metadata": { "finalizers": ["a/1", "a/2"] } }""",
            """{ "metadata": { "finalizers": ["a/3", "a/2"] } }""").ShouldBeJson(
            """{ "metadata": { "finalizers": ["a/1", "a/3", "a/2"] } }""");

    [Fact]
    public void Atomic_lists_and_objects_are_replaced()
    {
        Merge("v1", "services", """{ "spec": { "selector": { "a": "1" } } }""", """{ "spec": { "selector": { "b": "2" } } }""")
            .ShouldBeJson("""{ "spec": { "selector": { "b": "2" } } }""");
        Merge(
            "networking.k8s.io/v1",
            "ingresses",
            """{ "spec": { "rules": [{ "host": "a" }, { "host": "b" }] } }""",
            """{ "spec": { "rules": [{ "host": "c" }] } }""").ShouldBeJson("""{ "spec": { "rules": [{ "host": "c" }] } }""");
    }

    [Fact]
    public void Custom_resources_are_merged_by_field_and_their_lists_are_replaced() =>
        Merge(
            "argoproj.io/v1alpha1",
            "applications",
            """{ "metadata": { "labels": { "a": "1" } }, "spec": { "project": "x", "info": [{ "name": "a" }] } }""",
            """{ "metadata": { "labels": { "b": "2" } }, "spec": { "info": [{ "name": "b" }] } }""").ShouldBeJson(
            """{ "metadata": { "labels": { "a": "1", "b": "2" } }, "spec": { "project": "x", "info": [{ "name": "b" }] } }""");

    private static JsonNode Merge(string apiVersion, string plural, string live, string applied) => TypedMerge.Merge(
        JsonNode.Parse(live), JsonNode.Parse(applied), MergeType.Of(TestApi.Resource(apiVersion, plural)))!;

    private static string Containers(string list) => $$"""{ "spec": { "template": { "spec": { "containers": {{list}} } } } }""";
}
