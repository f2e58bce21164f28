using System.Text.Json.Nodes;

namespace BigBen.Tests.ApiServer.Admission;

public class PodCapacityTests
{
    private const string Apps = "/apis/apps/v1/namespaces/developer/deployments";
    private const string Pods = "/api/v1/namespaces/developer/pods";

    [Theory]
    [InlineData("POST", Apps, "application/json")]
    [InlineData("PATCH", $"{Apps}/a", "application/merge-patch+json")]
    [InlineData("PATCH", $"{Apps}/a/scale", "application/merge-patch+json")]
    public async Task Replicas_beyond_what_the_nodes_take_are_refused_with_both_numbers(string method, string path, string type)
    {
        await using var api = await StartAsync(room: 2);
        (await api.AskAsync("POST", Apps, Deployment("a", 2))).Code.ShouldBe(201);

        var (code, answer) = await api.AskAsync(
            method, path, method == "POST" ? Deployment("b", 100_000) : """{ "spec": { "replicas": 100000 } }""", type);

        code.ShouldBe(403);
        answer["message"]!.GetValue<string>().ShouldEndWith(
            "is forbidden: exceeded quota: nodes, requested: pods=100000, limited: pods=2");
        (await api.AskAsync("GET", $"{Apps}/a")).Answer["spec"]!["replicas"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task The_pod_after_the_last_that_the_nodes_take_is_refused()
    {
        await using var api = await StartAsync(room: 1);
        (await api.AskAsync("POST", Pods, Pod("a"))).Code.ShouldBe(201);

        var (code, answer) = await api.AskAsync("POST", Pods, Pod("b"));

        code.ShouldBe(403);
        answer["message"]!.GetValue<string>().ShouldBe(
            "pods \"b\" is forbidden: exceeded quota: nodes, requested: pods=1, used: pods=1, limited: pods=1");
    }

    private static async Task<TestApi> StartAsync(int room)
    {
        var api = await TestApi.StartAsync("developer");
        api.Create("v1", "nodes", "", """{ "metadata": { "name": "n" } }""");
        var allocatable = new JsonObject { ["pods"] = $"{room}" };
        api.Update("v1", "nodes", "", "n", node => node["status"] = new JsonObject { ["allocatable"] = allocatable }, "status");
        return api;
    }

    private static string Deployment(string name, int replicas) => $$"""
        {
          "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "{{name}}" },
          "spec": {
            "replicas": {{replicas}}, "selector": { "matchLabels": { "a": "b" } },
            "template": { "metadata": { "labels": { "a": "b" } }, "spec": { "containers": [{ "name": "a", "image": "a" }] } }
          }
        }
        """;

    private static string Pod(string name) => $$"""
        {
          "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "{{name}}" },
          "spec": { "containers": [{ "name": "a", "image": "a" }] }
        }
        """;
}
