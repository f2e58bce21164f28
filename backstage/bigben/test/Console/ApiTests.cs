using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Console;

[Collection(SharedConsole.Name)]
public sealed class ApiTests(ConsoleFixture platform)
{
    private async Task<JsonNode> GetAsync(string path) => (await platform.Client.GetFromJsonAsync<JsonNode>(path))!;

    [Theory]
    [InlineData("/api/v1/applications")]
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

        var release = runs.Single(run =>
            run!["kind"]!.GetValue<string>() == "release" && run["message"]!.GetValue<string>().StartsWith("v1.0.0"))!;
        release["state"]!.GetValue<string>().ShouldBe("Succeeded");
        release["steps"]!.AsArray().Select(step => step!["name"]!.GetValue<string>())
            .ShouldBe(["check v1.0.0", "render", "try", "record", "sync production", "prove production"]);
        (await GetAsync($"/api/v1/runs/{release["id"]}"))["seconds"]!.GetValue<double>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Signals_count_what_the_router_saw()
    {
        for (var i = 0; i < 5; i++)
            (await platform.AskAsync(HttpMethod.Get, "production.service-b", "/version")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // A request is counted just after its client has the answer.
        await Eventually.TrueAsync(async () => (await SignalsAsync())?["requests"]!.GetValue<long>() >= 5);
        var signals = (await SignalsAsync())!;
        signals["points"]!.AsArray().Count.ShouldBe(90);
        signals["total"]!["p99"]!.GetValue<double>().ShouldBeGreaterThan(0);

        async Task<JsonNode?> SignalsAsync() => (await GetAsync("/api/v1/signals")).AsArray()
            .SingleOrDefault(service => service!["service"]!.GetValue<string>() == "service-b"
                && service["namespace"]!.GetValue<string>() == "production");
    }

    [Fact]
    public async Task Metrics_tell_of_bigben_itself()
    {
        var text = await platform.Client.GetStringAsync("/metrics");

        text.ShouldContain("bigben_run_seconds_count{kind=\"release\",outcome=\"succeeded\"}");
        text.ShouldContain("bigben_application_healthy{name=\"production-service-a\"} 1");
        text.ShouldMatch("bigben_reconcile_seconds_count [1-9]");
        text.ShouldMatch("bigben_helm_renders_total [1-9]");
        text.ShouldContain("bigben_pod_restarts{name=\"production-service-a\"}");
    }

    [Fact]
    public async Task The_OpenAPI_document_names_every_route_of_the_API()
    {
        var document = await GetAsync("/api/v1/openapi.json");

        document["openapi"]!.GetValue<string>().ShouldStartWith("3.");
        var paths = document["paths"]!.AsObject();
        foreach (var path in new[]
        {
            "/api/v1/pods/{namespace}/{name}/logs", "/api/v1/runs", "/api/v1/runs/{id}", "/api/v1/runs/{id}/logs/{log}", "/api/v1/signals",
            "/api/v1/stream", "/api/v1/releases", "/api/v1/rollbacks", "/api/v1/proofs", "/api/v1/platform", "/metrics",
        })
        {
            paths.ContainsKey(path).ShouldBeTrue(path);
        }
    }
}
