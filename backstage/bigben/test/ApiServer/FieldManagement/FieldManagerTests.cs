using System.Text.Json.Nodes;
using BigBen.ApiServer.FieldManagement;
using BigBen.ApiServer.Resources;
using BigBen.Tests.ApiServer.Patches;

namespace BigBen.Tests.ApiServer.FieldManagement;

public class FieldManagerTests
{
    private static readonly ApiResource Deployments = TestApi.Resource("apps/v1", "deployments");

    [Fact]
    public void Who_makes_an_object_owns_what_it_says()
    {
        var made = Update(
            "curl",
            "{}",
            """
            { "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "web", "uid": "1", "labels": { "a": "b" } },
              "spec": { "replicas": 1, "strategy": {}, "template": { "spec": { "containers": [{ "name": "web", "image": "web:1" }] } } } }
            """);

        JsonNode.Parse(Owned(made, "curl")!)!.ShouldBeJson(
            """
            {
              "f:metadata": { "f:labels": { ".": {}, "f:a": {} } },
              "f:spec": { "f:replicas": {}, "f:template": { "f:spec": { "f:containers": {
                ".": {}, "k:{\"name\":\"web\"}": { ".": {}, "f:image": {}, "f:name": {} } } } } }
            }
            """);
    }

    [Fact]
    public void An_update_takes_what_it_changes_and_leaves_the_rest()
    {
        var made = Update("one", "{}", """{ "metadata": { "labels": { "a": "1", "b": "1", "c": "1" } } }""");
        var after = Update("two", made, """{ "metadata": { "labels": { "a": "2", "b": "1", "d": "1" } } }""");

        Owned(after, "one").ShouldBe("""{"f:metadata":{"f:labels":{".":{},"f:b":{}}}}""");
        Owned(after, "two").ShouldBe("""{"f:metadata":{"f:labels":{"f:a":{},"f:d":{}}}}""");
    }

    [Fact]
    public void An_update_takes_what_it_changes_from_who_applied_it()
    {
        var applied = new ApplyPatch(
            JsonNode.Parse("""{ "spec": { "replicas": 1, "paused": true } }""")!.AsObject(),
            Deployments,
            new FieldManager("applier", ManagerIdentifier.Apply, "", ""),
            force: false).Apply([]);

        var after = Update("scaler", applied.ToJsonString(), """{ "spec": { "replicas": 2, "paused": true } }""");

        Owned(after, "applier").ShouldBe("""{"f:spec":{"f:paused":{}}}""");
        Owned(after, "scaler").ShouldBe("""{"f:spec":{"f:replicas":{}}}""");
    }

    [Fact]
    public void The_time_is_that_of_the_last_change()
    {
        var made = Update("one", "{}", """{ "spec": { "replicas": 1 } }""", time: "1");

        Update("one", made, """{ "spec": { "replicas": 1 } }""", time: "2").ShouldContain("\"time\":\"1\"");
        Update("one", made, """{ "spec": { "replicas": 2 } }""", time: "2").ShouldContain("\"time\":\"2\"");
    }

    [Fact]
    public void The_oldest_of_more_than_ten_writers_become_one()
    {
        var value = "{}";
        for (var i = 0; i < 12; i++)
        {
            value = Update(
                $"m{i:00}",
                value,
                $$"""{ "metadata": { "labels": { {{string.Join(", ", Enumerable.Range(0, i + 1).Select(n => $"\"{n}\": \"\""))}} } } }""",
                $"{i:00}");
        }

        JsonNode.Parse(value)!["metadata"]!["managedFields"]!.AsArray().Select(entry => entry!["manager"]!.GetValue<string>())
            .ShouldBe(["ancient-changes", .. Enumerable.Range(3, 9).Select(i => $"m{i:00}")]);
        Owned(value, "ancient-changes").ShouldBe("""{"f:metadata":{"f:labels":{".":{},"f:0":{},"f:1":{},"f:2":{}}}}""");
    }

    [Fact]
    public void What_the_platform_made_has_no_managers_until_it_is_applied() =>
        Update("one", """{ "metadata": { "uid": "1" } }""", """{ "spec": { "replicas": 1 } }""").ShouldNotContain("managedFields");

    [Fact]
    public void What_the_platform_writes_leaves_the_managers_as_they_are()
    {
        var made = JsonNode.Parse(Update("one", "{}", """{ "spec": { "replicas": 1 } }"""))!.AsObject();
        var after = JsonNode.Parse("""{ "spec": { "replicas": 2 } }""")!.AsObject();

        FieldManager.Settle(Deployments, made, after, null, null);

        after["metadata"]!["managedFields"]!.ShouldBeJson(made["metadata"]!["managedFields"]!.ToJsonString());
    }

    [Theory]
    [InlineData("[]", null)]
    [InlineData("[{}]", null)]
    [InlineData("[{ \"manager\": \"x\" }]", """{"f:spec":{"f:replicas":{}}}""")]
    public void A_writer_may_give_up_all_ownership_but_not_break_it(string sent, string? owned)
    {
        var made = JsonNode.Parse(Update("one", "{}", """{ "spec": { "replicas": 1 } }"""))!.AsObject();
        var after = JsonNode.Parse("""{ "spec": { "replicas": 1 } }""")!.AsObject();

        FieldManager.Settle(Deployments, made, after, JsonNode.Parse(sent), By("two", ""));

        Owned(after.ToJsonString(), "one").ShouldBe(owned);
    }

    private static FieldManager By(string name, string time) => new(name, ManagerIdentifier.Update, "", time);

    private static string Update(string manager, string before, string after, string time = "2026-01-01T00:00:00Z")
    {
        var value = JsonNode.Parse(after)!.AsObject();
        FieldManager.Settle(Deployments, JsonNode.Parse(before)!.AsObject(), value, null, By(manager, time));
        return value.ToJsonString();
    }

    private static string? Owned(string value, string manager) => (JsonNode.Parse(value)!["metadata"]?["managedFields"] as JsonArray)?
        .FirstOrDefault(entry => entry!["manager"]!.GetValue<string>() == manager)?["fieldsV1"]?.ToJsonString();
}
