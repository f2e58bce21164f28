using System.Text.Json.Nodes;
using BigBen.ApiServer.FieldManagement;
using BigBen.ApiServer.Resources;
using BigBen.Tests.ApiServer.Patches;

namespace BigBen.Tests.ApiServer.Http;

public class ApplyTests
{
    private const string Note = "/api/v1/namespaces/lab/configmaps/note";
    private const string Web = "/apis/apps/v1/namespaces/lab/deployments/web";

    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "web:1"}]}
        """;

    [Fact]
    public async Task An_object_is_made_and_then_changed()
    {
        await using var api = await TestApi.StartAsync("lab");

        var (made, _) = await ApplyAsync(api, $"{Web}?fieldManager=one", Deployment);
        var (changed, after) = await ApplyAsync(api, $"{Web}?fieldManager=one", Deployment.Replace("web:1", "web:2"));
        var (unchanged, same) = await ApplyAsync(api, $"{Web}?fieldManager=one", Deployment.Replace("web:1", "web:2"));

        (made, changed, unchanged).ShouldBe((201, 200, 200));
        after["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.GetValue<string>().ShouldBe("web:2");
        after["metadata"]!["generation"]!.GetValue<int>().ShouldBe(2);
        same["metadata"]!["resourceVersion"]!.GetValue<string>().ShouldBe(after["metadata"]!["resourceVersion"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("creationTimestamp: null")]
    [InlineData("creationTimestamp: \"2020-01-01T00:00:00Z\"")]
    [InlineData("generation: 7, selfLink: /none")]
    [InlineData("uid: \"\", resourceVersion: \"\"")]
    public async Task What_only_the_server_writes_is_no_change(string metadata)
    {
        var clock = new ShiftedClock();
        await using var api = await TestApi.StartAsync(clock, "lab");
        var note = $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: note, {metadata}}}, data: {{A: b}}}}";

        var (_, made) = await ApplyAsync(api, $"{Note}?fieldManager=one", note);
        clock.Advance(TimeSpan.FromMinutes(1));
        var (code, same) = await ApplyAsync(api, $"{Note}?fieldManager=one", note);

        code.ShouldBe(200);
        same.ToJsonString().ShouldBe(made.ToJsonString());
    }

    [Fact]
    public async Task What_the_server_fills_into_the_ports_of_a_Service_is_no_change()
    {
        var clock = new ShiftedClock();
        await using var api = await TestApi.StartAsync(clock, "lab");
        const string path = "/api/v1/namespaces/lab/services/web?fieldManager=one";
        const string service = "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}]}}";

        var (_, made) = await ApplyAsync(api, path, service);
        clock.Advance(TimeSpan.FromMinutes(1));
        var (_, same) = await ApplyAsync(api, path, service);

        made["spec"]!["ports"]!.ShouldBeJson("""[{ "port": 80, "protocol": "TCP", "targetPort": 80 }]""");
        same.ToJsonString().ShouldBe(made.ToJsonString());
    }

    [Fact]
    public async Task A_dry_run_answers_as_if_and_writes_nothing()
    {
        await using var api = await TestApi.StartAsync("lab");

        var (made, would) = await ApplyAsync(api, $"{Web}?fieldManager=one&dryRun=All", Deployment);
        var (missing, _) = await api.AskAsync("GET", Web);

        (made, missing).ShouldBe((201, 404));
        would["metadata"]!["managedFields"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Each_writer_owns_what_it_writes()
    {
        await using var api = await TestApi.StartAsync("lab");
        await ApplyAsync(api, $"{Web}?fieldManager=one", Deployment);
        api.Update("apps/v1", "deployments", "lab", "web", value => value["status"] = new JsonObject { ["replicas"] = 1 }, "status");
        const string merge = "application/merge-patch+json";

        await api.AskAsync("PATCH", $"{Web}?fieldManager=two", """{ "metadata": { "annotations": { "a": "b" } } }""", merge);
        await api.AskAsync("PATCH", $"{Web}/scale?fieldManager=three", """{ "spec": { "replicas": 2 } }""", merge);
        await api.AskAsync("PATCH", $"{Web}/status?fieldManager=four", """{ "status": { "readyReplicas": 1 } }""", merge);
        using var patched = await api.SendAsync(
            "PATCH", Web, """{ "spec": { "paused": true } }""", merge, header: ("User-Agent", "five/1.0 (test)"));
        var (conflict, refused) = await ApplyAsync(api, $"{Web}?fieldManager=one", Deployment);

        var (_, after) = await api.AskAsync("GET", Web);
        var entries = after["metadata"]!["managedFields"]!.AsArray().ToDictionary(
            entry => $"{entry!["manager"]} {entry["operation"]} {entry["subresource"]}".Trim(),
            entry => entry!["fieldsV1"]!.ToJsonString());
        entries.Keys.ShouldBe(["one Apply", "two Update", "three Update scale", "four Update status", "five Update"], ignoreOrder: true);
        entries["two Update"].ShouldBe("""{"f:metadata":{"f:annotations":{".":{},"f:a":{}}}}""");
        entries["three Update scale"].ShouldBe("""{"f:spec":{"f:replicas":{}}}""");
        entries["four Update status"].ShouldBe("""{"f:status":{"f:readyReplicas":{}}}""");
        entries["five Update"].ShouldBe("""{"f:spec":{"f:paused":{}}}""");
        conflict.ShouldBe(409);
        refused["message"]!.GetValue<string>().ShouldBe(
            "Apply failed with 1 conflict: conflict with \"three\" with subresource \"scale\" using apps/v1: .spec.replicas");
    }

    [Fact]
    public async Task A_status_and_a_scale_are_applied_on_their_own_paths()
    {
        await using var api = await TestApi.StartAsync("lab");
        await ApplyAsync(api, $"{Web}?fieldManager=one", Deployment);

        var (status, after) = await ApplyAsync(
            api,
            $"{Web}/status?fieldManager=two",
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 7}, status: {replicas: 1}}");
        const string scale = "{apiVersion: autoscaling/v1, kind: Scale, metadata: {name: web}, spec: {replicas: 3}}";
        var (conflict, _) = await ApplyAsync(api, $"{Web}/scale?fieldManager=two", scale);
        var (forced, scaled) = await ApplyAsync(api, $"{Web}/scale?fieldManager=two&force=true", scale);
        var (missing, _) = await ApplyAsync(
            api, Web.Replace("web", "none") + "/status?fieldManager=two", "{apiVersion: apps/v1, kind: Deployment, status: {replicas: 1}}");

        (status, conflict, forced, missing).ShouldBe((200, 409, 200, 404));
        after["spec"]!["replicas"]!.GetValue<int>().ShouldBe(1);
        after["status"]!["replicas"]!.GetValue<int>().ShouldBe(1);
        scaled["spec"]!["replicas"]!.GetValue<int>().ShouldBe(3);
    }

    [Theory]
    [InlineData("?fieldManager=one", "{apiVersion: v2, kind: ConfigMap}", 400, "Incorrect version specified in apply patch")]
    [InlineData("?fieldManager=one", "{apiVersion: v1, kind: Secret}", 400, "cannot be handled as a ConfigMap")]
    [InlineData("?fieldManager=one", "{apiVersion: v1, kind: ConfigMap, metadata: {name: other}}", 400, "not match the name on the URL")]
    [InlineData("?fieldManager=one", "{apiVersion: v1, kind: ConfigMap, metadata: {resourceVersion: \"1\"}}", 409, "has been modified")]
    [InlineData("?fieldManager=one", "- a", 400, "error decoding YAML")]
    [InlineData("?fieldManager=one", "{a: 1, a: 2}", 400, "error decoding YAML")]
    [InlineData("?fieldManager=", "{}", 422, "fieldManager: Required value: is required for apply patch")]
    public async Task What_cannot_be_applied_is_refused(string query, string body, int code, string why)
    {
        await using var api = await TestApi.StartAsync("lab");
        api.Create("v1", "configmaps", "lab", """{ "metadata": { "name": "note" } }""");

        var (answered, answer) = await ApplyAsync(api, Note + query, body);

        answered.ShouldBe(code);
        answer["message"]!.GetValue<string>().ShouldContain(why);
    }

    [Theory]
    [InlineData("?force=true", "force: Forbidden: may not be specified for non-apply patch")]
    [InlineData("?fieldManager=a%0Ab", "should only contain printable characters")]
    [InlineData("?fieldManager=0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        + "0123456789012345678901234567890", "fieldManager: Too long: may not be more than 128 bytes")]
    public async Task Options_are_checked(string query, string why)
    {
        await using var api = await TestApi.StartAsync("lab");

        var (code, answer) = await api.AskAsync("PATCH", Note + query, "{}", "application/merge-patch+json");

        code.ShouldBe(422);
        answer["message"]!.GetValue<string>().ShouldContain(why);
    }

    [Fact]
    public async Task Helm_installs_upgrades_and_rolls_back_by_it()
    {
        await using var api = await TestApi.StartAsync("lab");
        foreach (var recorded in Golden.Lines("kubectl/helm-apply.jsonl"))
        {
            var (code, answer) = await ApplyAsync(api, recorded.TextAt("url")!, recorded.TextAt("body")!);

            code.ShouldBe((int)recorded.NumberAt("status")!, answer.ToJsonString());
            if (answer["data"] is { } data)
                data.ShouldBeJson(JsonNode.Parse(recorded.TextAt("body")!)!["data"]!.ToJsonString());
        }
    }

    private static Task<(int Code, JsonNode Answer)> ApplyAsync(TestApi api, string path, string body) =>
        api.AskAsync("PATCH", path, body, ApplyPatch.ContentType);
}
