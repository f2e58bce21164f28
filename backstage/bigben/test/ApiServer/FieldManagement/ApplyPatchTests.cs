using System.Text.Json.Nodes;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.FieldManagement;
using BigBen.Tests.ApiServer.Patches;

namespace BigBen.Tests.ApiServer.FieldManagement;

public class ApplyPatchTests
{
    private const string Live = """{ "metadata": { "name": "note", "uid": "1" }, "data": { "A": "1" } }""";

    [Fact]
    public void What_is_applied_is_owned()
    {
        var made = Apply("one", "{}", """{ "metadata": { "labels": { "x": "y" } }, "data": { "A": "1" } }""");

        Owned(made, "one").ShouldBe("""{"f:data":{"f:A":{}},"f:metadata":{"f:labels":{"f:x":{}}}}""");
    }

    [Fact]
    public void What_was_there_before_belongs_to_nobody_in_particular()
    {
        var refused = Should.Throw<StatusException>(() => Apply("one", Live, """{ "data": { "A": "2" } }"""));
        var applied = Apply("one", Live, """{ "data": { "B": "2" } }""");

        refused.Message.ShouldBe("Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1: .data.A");
        refused.Status.Details!.Causes.ShouldHaveSingleItem().Reason.ShouldBe("FieldManagerConflict");
        Owned(applied, "before-first-apply").ShouldBe("""{"f:data":{".":{},"f:A":{}}}""");
        applied["data"]!.ShouldBeJson("""{ "A": "1", "B": "2" }""");
    }

    [Fact]
    public void Conflicts_are_told_by_manager_and_field()
    {
        var live = Apply("b", Apply("a", "{}", """{ "data": { "A": "1", "B": "1" } }""").ToJsonString(), """{ "data": { "C": "1" } }""");

        var refused = Should.Throw<StatusException>(
            () => Apply("c", live.ToJsonString(), """{ "data": { "A": "2", "B": "2", "C": "2" } }"""));

        refused.Code.ShouldBe(409);
        refused.Message.ShouldBe(
            "Apply failed with 3 conflicts: conflicts with \"a\":\n- .data.A\n- .data.B\nconflicts with \"b\":\n- .data.C");
    }

    [Fact]
    public void Force_takes_fields_over()
    {
        var live = Apply("a", "{}", """{ "data": { "A": "1", "B": "1" } }""");

        var taken = Apply("b", live.ToJsonString(), """{ "data": { "A": "2" } }""", force: true);

        taken["data"]!.ShouldBeJson("""{ "A": "2", "B": "1" }""");
        Owned(taken, "a").ShouldBe("""{"f:data":{"f:B":{}}}""");
        Owned(taken, "b").ShouldBe("""{"f:data":{"f:A":{}}}""");
    }

    [Fact]
    public void The_same_value_is_shared_and_stays_until_nobody_names_it()
    {
        var shared = Apply("b", Apply("a", "{}", """{ "data": { "A": "1" } }""").ToJsonString(), """{ "data": { "A": "1" } }""");
        var one = Apply("a", shared.ToJsonString(), """{ "data": { "X": "1" } }""");
        var none = Apply("b", one.ToJsonString(), """{ "metadata": { "labels": { "x": "y" } } }""");

        one["data"]!.ShouldBeJson("""{ "A": "1", "X": "1" }""");
        none["data"]!.ShouldBeJson("""{ "X": "1" }""");
    }

    [Fact]
    public void What_is_no_longer_named_goes_with_what_held_it()
    {
        const string both = """
            {
              "metadata": { "labels": { "x": "y" } },
              "spec": { "template": { "spec": { "nodeSelector": { "a": "b" }, "containers": [
                { "name": "web", "image": "web:1", "env": [{ "name": "A", "value": "1" }, { "name": "B", "value": "2" }] },
                { "name": "side", "image": "side:1" }] } } }
            }
            """;
        const string less = """
            { "spec": { "template": { "spec": { "containers": [
              { "name": "web", "image": "web:1", "env": [{ "name": "B", "value": "2" }] }] } } } }
            """;

        var made = Apply("one", "{}", both, "apps/v1", "deployments");
        var after = Apply("one", made.ToJsonString(), less, "apps/v1", "deployments");

        FieldManager.Take(after);
        after.Remove("metadata");
        after.ShouldBeJson(less);
    }

    [Fact]
    public void Fields_that_nobody_owns_stay_in_an_item_that_stays()
    {
        var made = Apply("one", "{}", Web("\"image\": \"web:1\", \"tty\": true"), "apps/v1", "deployments");
        var container = made["spec"]!["template"]!["spec"]!["containers"]![0]!;
        container["stdin"] = true;

        var after = Apply("one", made.ToJsonString(), Web("\"image\": \"web:2\""), "apps/v1", "deployments");

        after["spec"]!["template"]!["spec"]!["containers"]![0]!.ShouldBeJson(
            """{ "name": "web", "image": "web:2", "stdin": true }""");
    }

    [Fact]
    public void Applying_the_same_again_changes_nothing()
    {
        var made = Apply("one", "{}", """{ "data": { "A": "1" } }""");

        Apply("one", made.ToJsonString(), """{ "data": { "A": "1" } }""", time: "2026-01-02T00:00:00Z").ShouldBeJson(made.ToJsonString());
    }

    [Fact]
    public void Kubectl_goes_over_from_what_it_applied_by_itself()
    {
        var live = JsonNode.Parse("""
            { "metadata": { "name": "note", "uid": "1", "annotations": {
                "kubectl.kubernetes.io/last-applied-configuration": "{\"data\":{\"A\":\"1\",\"B\":\"1\"}}" } },
              "data": { "A": "1", "B": "2" } }
            """)!.ToJsonString();

        var applied = Apply("kubectl", live, """{ "data": { "A": "<3>" } }""");

        applied["metadata"]!["annotations"]!["kubectl.kubernetes.io/last-applied-configuration"]!.GetValue<string>()
            .ShouldBe("{\"data\":{\"A\":\"\\u003c3\\u003e\"}}\n");
        Should.Throw<StatusException>(() => Apply("kubectl", live, """{ "data": { "B": "3" } }""")).Code.ShouldBe(409);
        Should.Throw<StatusException>(() => Apply("other", live, """{ "data": { "A": "3" } }""")).Code.ShouldBe(409);
    }

    [Theory]
    [InlineData("""{ "spec": { "repliccas": 1 } }""", ".spec.repliccas: field not declared in schema")]
    [InlineData("""{ "spec": { "replicas": "1" } }""", "json: cannot unmarshal string into Go struct field")]
    [InlineData(
        """{ "spec": { "template": { "spec": { "containers": [{ "name": "a" }, { "name": "a" }] } } } }""",
        ".spec.template.spec.containers: duplicate entries for key [name=\"a\"]")]
    public void What_does_not_fit_the_kind_is_refused(string applied, string why)
    {
        var refused = Should.Throw<StatusException>(() => Apply("one", "{}", applied, "apps/v1", "deployments"));

        refused.Code.ShouldBe(400);
        refused.Message.ShouldStartWith("failed to create typed patch object (/; apps/v1, Kind=Deployment): ");
        refused.Message.ShouldContain(why);
    }

    private static string Web(string fields) =>
        $$"""{ "spec": { "template": { "spec": { "containers": [{ "name": "web", {{fields}} }] } } } }""";

    private static JsonObject Apply(
        string manager,
        string live,
        string applied,
        string apiVersion = "v1",
        string plural = "configmaps",
        bool force = false,
        string time = "2026-01-01T00:00:00Z")
    {
        var value = JsonNode.Parse(live)!.AsObject();
        var after = new ApplyPatch(
            JsonNode.Parse(applied)!.AsObject(),
            TestApi.Resource(apiVersion, plural),
            new FieldManager(manager, ManagerIdentifier.Apply, "", time),
            force).Apply(value);
        // That it is there already, which the store would say by a uid.
        after["metadata"]!["uid"] = "1";
        return after;
    }

    private static string? Owned(JsonObject value, string manager) => value["metadata"]!["managedFields"]!.AsArray()
        .FirstOrDefault(entry => entry!["manager"]!.GetValue<string>() == manager)?["fieldsV1"]?.ToJsonString();
}
