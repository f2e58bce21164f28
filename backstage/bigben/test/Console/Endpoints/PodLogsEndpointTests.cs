using System.Net;
using System.Text.Json.Nodes;
using BigBen.Kubernetes;
using BigBen.Tests.Ingress;
using BigBen.Tests.Kubernetes;

namespace BigBen.Tests.Console.Endpoints;

public sealed class PodLogsEndpointTests
{
    private const string Pod = "service-a-8dd95887b-jz7jg";
    private const string Running = """{ "running": { "startedAt": "2026-01-02T03:04:05Z" } }""";
    private const string Ended = """{ "terminated": { "exitCode": 1 } }""";

    [Fact]
    public async Task A_pods_log_comes_through_the_API()
    {
        await using var console = await TestConsole.StartAsync();

        (await console.Client.GetStringAsync($"/api/v1/pods/developer/{Pod}/logs?tail=5")).ShouldBe("started\n");
        console.Platform.Server.Kubelet.Asked.ShouldHaveSingleItem().TailLines.ShouldBe(5);
    }

    [Fact]
    public async Task A_followed_log_goes_on_with_every_run_of_its_container_until_the_pod_is_gone()
    {
        await using var console = await TestConsole.StartAsync();
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        await SetAsync(console, "Pending", 0, """{ "waiting": { "reason": "ContainerCreating" } }""");
        console.Platform.Server.Kubelet.Open = _ => null;
        using var response = await console.Client.GetAsync(
            $"/api/v1/pods/developer/{Pod}/logs?tail=5&follow=true", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());

        console.Platform.Server.Kubelet.Open = _ => new MemoryStream("the first run\n"u8.ToArray());
        await SetAsync(console, "Running", 0, Running);
        (await lines.ReadLineAsync(deadline.Token)).ShouldBe("the first run");
        await SetAsync(console, "Running", 0, """{ "waiting": { "reason": "CrashLoopBackOff" } }""", Ended);
        console.Platform.Server.Kubelet.Open = _ => new MemoryStream("the second run\n"u8.ToArray());
        await SetAsync(console, "Running", 1, Running, Ended);
        (await lines.ReadLineAsync(deadline.Token)).ShouldBe("the second run");

        console.Platform.Delete(ResourceKind.Pods, "developer", Pod);
        (await lines.ReadLineAsync(deadline.Token)).ShouldBeNull();
        console.Platform.Server.Kubelet.Asked.Select(asked => asked.TailLines).ShouldBe([5, null]);
    }

    [Fact]
    public async Task A_followed_log_ends_with_a_pod_that_has_ended()
    {
        await using var console = await TestConsole.StartAsync();
        await SetAsync(console, "Succeeded", 0, """{ "terminated": { "exitCode": 0 } }""");

        (await console.Client.GetStringAsync($"/api/v1/pods/developer/{Pod}/logs?follow=true")).ShouldBe("started\n");
    }

    [Fact]
    public async Task A_container_that_the_pod_does_not_have_is_told_with_those_that_it_has()
    {
        await using var console = await TestConsole.StartAsync();

        using var response = await console.Client.GetAsync($"/api/v1/pods/developer/{Pod}/logs?container=nobody&follow=true");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldContain("there are: service-a.");
    }

    // The pod's only container as the kubelet tells of it; the console knows it when this is back.
    private static Task SetAsync(TestConsole console, string phase, int restarts, string state, string lastState = "{}")
    {
        var status = JsonNode.Parse($$"""
            {
              "phase": "{{phase}}",
              "containerStatuses": [{ "name": "service-a", "restartCount": {{restarts}}, "state": {{state}}, "lastState": {{lastState}} }]
            }
            """)!;
        console.Platform.SetStatus(ResourceKind.Pods, "developer", Pod, status);
        return TestPlatform.UntilAsync(
            console.Cache, () => console.Cache.Objects.Of(ResourceKind.Pods).Any(pod =>
                pod.NameOf() == Pod && JsonNode.DeepEquals(JsonObject.Create(pod.GetProperty("status")), status)));
    }
}
