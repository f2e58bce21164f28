using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace BigBen.Tests.Console;

[Collection(SharedConsole.Name)]
public sealed class ApiTests(ConsoleFixture platform)
{
    private async Task<JsonNode> GetAsync(string path) => (await platform.Client.GetFromJsonAsync<JsonNode>(path))!;

    [Fact]
    public async Task A_script_written_for_Argo_CD_reads_applications()
    {
        var list = await GetAsync("/api/v1/applications");
        var application = list["items"]!.AsArray().Single(item => item!["metadata"]!["name"]!.GetValue<string>() == "production-service-a")!;

        application["status"]!["sync"]!["status"]!.GetValue<string>().ShouldBe("Synced");
        application["status"]!["health"]!["status"]!.GetValue<string>().ShouldBe("Healthy");
        application["status"]!["operationState"]!["phase"]!.GetValue<string>().ShouldBe("Succeeded");
        application["status"]!["operationState"]!["syncResult"]!["revision"]!.GetValue<string>().Length.ShouldBe(40);
        application["status"]!["summary"]!["externalURLs"]![0]!.GetValue<string>().ShouldBe($"http://production.service-a.bigben.localhost:{platform.Port}");
        application["status"]!["summary"]!["images"]![0]!.GetValue<string>().ShouldContain(":v1.0.0@sha256:");
        application["spec"]!["source"]!["targetRevision"]!.GetValue<string>().ShouldBe("refs/tags/v1.0.0");
        var one = await GetAsync("/api/v1/applications/production-service-a");
        one["metadata"]!.ToJsonString().ShouldBe(application["metadata"]!.ToJsonString());
    }

    [Fact]
    public async Task The_resource_tree_leads_from_the_Deployment_to_its_pods()
    {
        var nodes = (await GetAsync("/api/v1/applications/production-service-a/resource-tree"))["nodes"]!.AsArray();

        var pods = Of("Pod");
        pods.Count.ShouldBe(2);
        var set = Of("ReplicaSet").Single(node => node!["uid"]!.GetValue<string>() == pods[0]!["parentRefs"]![0]!["uid"]!.GetValue<string>())!;
        set["parentRefs"]![0]!["uid"]!.GetValue<string>().ShouldBe(Of("Deployment").Single()!["uid"]!.GetValue<string>());
        pods[0]!["health"]!["status"]!.GetValue<string>().ShouldBe("Healthy");
        Of("Ingress").Single()!["networkingInfo"]!["externalURLs"]!.AsArray().Count.ShouldBe(1);
        Of("Service").Single()!["networkingInfo"]!["targetLabels"]!["app"]!.GetValue<string>().ShouldBe("service-a");

        List<JsonNode?> Of(string kind) => [.. nodes.Where(node => node!["kind"]!.GetValue<string>() == kind)];
    }

    [Fact]
    public async Task Managed_resources_never_hold_the_values_of_a_Secret()
    {
        var answer = await platform.Client.GetStringAsync("/api/v1/applications/production-service-a/managed-resources");

        answer.ShouldContain("stringData");
        answer.ShouldNotContain("verysecret");
    }

    [Theory]
    [InlineData("/api/v1/applications/nobody")]
    [InlineData("/api/v1/applications/nobody/resource-tree")]
    [InlineData("/api/v1/applications/nobody/managed-resources")]
    [InlineData("/api/v1/applications/nobody/events")]
    [InlineData("/api/v1/runs/nobody")]
    [InlineData("/api/v1/runs/..%2F..%2Fstate")]
    [InlineData("/api/v1/runs/nobody/logs/x")]
    [InlineData("/api/v1/pods/developer/nobody/logs")]
    public async Task What_there_is_not_is_a_problem_document(string path)
    {
        using var response = await platform.Client.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Runs_are_told_with_their_steps()
    {
        var runs = (await GetAsync("/api/v1/runs?limit=200")).AsArray();

        var release = runs.Single(run => run!["kind"]!.GetValue<string>() == "release" && run["message"]!.GetValue<string>().StartsWith("v1.0.0"))!;
        release["state"]!.GetValue<string>().ShouldBe("Succeeded");
        release["steps"]!.AsArray().Select(step => step!["name"]!.GetValue<string>()).ShouldBe(["check v1.0.0", "render", "record", "sync production", "prove production"]);
        (await GetAsync($"/api/v1/runs/{release["id"]}"))["seconds"]!.GetValue<double>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_event_stream_tells_each_Application_and_then_what_changes()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stream/applications");
        using var response = await platform.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var i = 0; i < 4; i++)
            (await NextAsync()).Type.ShouldBe("ADDED");

        var pushing = platform.PushSourceAsync("service-b", "A change to stream");

        (string Type, string Name, string Version) next;
        do
            next = await NextAsync();
        while (next.Name != "developer-service-b");
        next.Type.ShouldBe("MODIFIED");
        var commit = await pushing;
        while (next.Version != commit[..7] || next.Name != "developer-service-b")
            next = await NextAsync();

        async Task<(string Type, string Name, string Version)> NextAsync()
        {
            while (true)
            {
                var line = await lines.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) ?? throw new EndOfStreamException();
                if (!line.StartsWith("data: "))
                    continue;
                var result = JsonNode.Parse(line[6..])!["result"]!;
                return (result["type"]!.GetValue<string>(), result["application"]!["metadata"]!["name"]!.GetValue<string>(), result["application"]!["bigben"]!["version"]!.GetValue<string>());
            }
        }
    }

    [Fact]
    public async Task Signals_count_what_the_router_saw()
    {
        for (var i = 0; i < 5; i++)
            (await platform.AskAsync(HttpMethod.Get, "production.service-b", "/version")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var signals = (await GetAsync("/api/v1/signals")).AsArray()
            .Single(service => service!["service"]!.GetValue<string>() == "service-b" && service["namespace"]!.GetValue<string>() == "production")!;

        signals["requests"]!.GetValue<long>().ShouldBeGreaterThanOrEqualTo(5);
        signals["points"]!.AsArray().Count.ShouldBe(90);
        signals["total"]!["p99"]!.GetValue<double>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Metrics_tell_of_bigben_itself()
    {
        var text = await platform.Client.GetStringAsync("/metrics");

        text.ShouldContain("bigben_run_seconds_count{kind=\"release\",outcome=\"succeeded\"}");
        text.ShouldContain("bigben_application_healthy{name=\"production-service-a\"} 1");
        text.ShouldMatch("bigben_reconcile_seconds_count [1-9]");
        text.ShouldMatch("bigben_helm_renders_total [1-9]");
        text.ShouldContain("bigben_pod_restarts{namespace=\"production\",deployment=\"service-a\"}");
    }

    [Fact]
    public async Task The_OpenAPI_document_names_every_route_of_the_API()
    {
        var document = await GetAsync("/api/v1/openapi.json");

        document["openapi"]!.GetValue<string>().ShouldStartWith("3.");
        var paths = document["paths"]!.AsObject();
        foreach (var path in new[]
        {
            "/api/v1/applications", "/api/v1/applications/{name}", "/api/v1/applications/{name}/resource-tree", "/api/v1/applications/{name}/managed-resources",
            "/api/v1/applications/{name}/events", "/api/v1/applications/{name}/logs", "/api/v1/pods", "/api/v1/pods/{namespace}/{name}/logs", "/api/v1/runs",
            "/api/v1/runs/{id}", "/api/v1/runs/{id}/logs/{log}", "/api/v1/signals", "/api/v1/stream", "/api/v1/stream/applications", "/api/v1/releases",
            "/api/v1/rollbacks", "/api/v1/proofs", "/api/v1/platform", "/metrics",
        })
        {
            paths.ContainsKey(path).ShouldBeTrue(path);
        }

        document["components"]!["schemas"]!.AsObject().ContainsKey("ApplicationDocument").ShouldBeTrue();
    }
}
