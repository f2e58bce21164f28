using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;

namespace BigBen.Tests.ApiServer.Http.Handlers;

/// <summary>Evictions, which <c>kubectl drain</c> asks for, side by side.</summary>
public class EvictionHandlerTests
{
    private const string Counted = """
        "observedGeneration": 1, "disruptionsAllowed": 1, "currentHealthy": 2, "desiredHealthy": 1, "expectedPods": 2
        """;

    [Fact]
    public async Task A_budget_lets_as_many_pods_go_as_it_allows()
    {
        await using var api = await StartAsync(Counted);

        var (code, _) = await EvictAsync(api, "one");
        var (refused, why) = await EvictAsync(api, "two");

        (code, refused, $"{why["reason"]}").ShouldBe((201, 429, "TooManyRequests"));
        $"{why["message"]}".ShouldBe("Cannot evict pod as it would violate the pod's disruption budget.");
        why["details"]!.ToJsonString().ShouldBe(
            """{"causes":[{"reason":"DisruptionBudget","message":"The disruption budget a needs 1 healthy pods and has 2 currently"}]}""");
        IsThere(api, "one").ShouldBeFalse();
        IsThere(api, "two").ShouldBeTrue();
        var status = api.Store.Find(Kinds.DisruptionBudgets, "developer", "a")!.Value.At("status")!.Value;
        status.NumberAt("disruptionsAllowed").ShouldBe(0);
        status.FieldsAt("disruptedPods").ShouldHaveSingleItem().Name.ShouldBe("one");
    }

    [Fact]
    public async Task Of_many_evictions_at_once_no_more_are_granted()
    {
        await using var api = await StartAsync(Counted);
        foreach (var number in Enumerable.Range(0, 16))
            Pod(api, $"pod-{number}", ready: true);

        var codes = await Task.WhenAll(Enumerable.Range(0, 16).Select(async number => (await EvictAsync(api, $"pod-{number}")).Code));

        codes.Order().ShouldBe([201, .. Enumerable.Repeat(429, 15)]);
    }

    [Theory]
    [InlineData("", "IfHealthyBudget", 429)]
    [InlineData("", "AlwaysAllow", 201)]
    [InlineData("\"currentHealthy\": 1,", "IfHealthyBudget", 201)]
    public async Task One_that_is_not_ready_is_in_the_way_of_what_is_to_come_up_alone(string healthy, string policy, int expected)
    {
        await using var api = await StartAsync($"{healthy} \"observedGeneration\": 1, \"desiredHealthy\": 1", policy);
        Pod(api, "unready", ready: false);

        (await EvictAsync(api, "unready")).Code.ShouldBe(expected);
    }

    [Fact]
    public async Task A_trial_spends_nothing_and_what_does_not_run_goes_unasked()
    {
        await using var api = await StartAsync(Counted);
        (await EvictAsync(api, "one", """ "deleteOptions": { "dryRun": ["All"] }, """)).Code.ShouldBe(201);
        (await EvictAsync(api, "one")).Code.ShouldBe(201);
        Pod(api, "over", ready: true, phase: "Succeeded");

        (await EvictAsync(api, "over")).Code.ShouldBe(201);
    }

    [Fact]
    public async Task A_budget_that_is_not_counted_yet_is_waited_for()
    {
        await using var api = await StartAsync("\"disruptionsAllowed\": 5");

        var (code, why) = await EvictAsync(api, "one");

        (code, why["details"]!["retryAfterSeconds"]!.GetValue<int>()).ShouldBe((429, 10));
        $"{why["details"]!["causes"]![0]!["message"]}".ShouldBe("The disruption budget a is still being processed by the server.");
    }

    [Fact]
    public async Task A_pod_of_two_budgets_stays()
    {
        await using var api = await StartAsync(Counted);
        Budget(api, "b", Counted, "IfHealthyBudget");

        var (code, why) = await EvictAsync(api, "one");

        (code, $"{why["message"]}").ShouldBe(
            (500, "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."));
        IsThere(api, "one").ShouldBeTrue();
    }

    private static async Task<TestApi> StartAsync(string status, string policy = "IfHealthyBudget")
    {
        var api = await TestApi.StartAsync("developer");
        Budget(api, "a", status, policy);
        Pod(api, "one", ready: true);
        Pod(api, "two", ready: true);
        return api;
    }

    private static void Budget(TestApi api, string name, string status, string policy)
    {
        api.Create("policy/v1", "poddisruptionbudgets", "developer", $$"""
            {
              "metadata": { "name": "{{name}}" },
              "spec": { "minAvailable": 1, "unhealthyPodEvictionPolicy": "{{policy}}", "selector": { "matchLabels": { "app": "a" } } }
            }
            """);
        api.Update(
            "policy/v1", "poddisruptionbudgets", "developer", name,
            value => value["status"] = JsonNode.Parse($"{{ {status} }}"), "status");
    }

    // Without a grace period it is gone at once.
    private static void Pod(TestApi api, string name, bool ready, string phase = "Running")
    {
        api.Create("v1", "pods", "developer", $$"""
            {
              "metadata": { "name": "{{name}}", "labels": { "app": "a" } },
              "spec": { "terminationGracePeriodSeconds": 0, "containers": [{ "name": "main", "image": "a:1" }] }
            }
            """);
        api.Update("v1", "pods", "developer", name, value => value["status"] = JsonNode.Parse($$"""
            { "phase": "{{phase}}", "conditions": [{ "type": "Ready", "status": "{{(ready ? "True" : "False")}}" }] }
            """), "status");
    }

    private static bool IsThere(TestApi api, string name) => api.Store.Find(Kinds.Pods, "developer", name) is not null;

    private static Task<(int Code, JsonNode Answer)> EvictAsync(TestApi api, string name, string options = "") =>
        api.AskAsync("POST", $"/api/v1/namespaces/developer/pods/{name}/eviction", $$"""
            { "apiVersion": "policy/v1", "kind": "Eviction", {{options}} "metadata": { "name": "{{name}}", "namespace": "developer" } }
            """);
}
