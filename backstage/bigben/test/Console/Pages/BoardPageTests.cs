using System.Text.Json.Nodes;
using BigBen.Kubernetes;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Console.Pages;

public sealed class BoardPageTests
{
    [Fact]
    public async Task A_service_with_TLS_is_opened_at_the_port_of_TLS()
    {
        await using var console = await TestConsole.StartAsync(port: 80);
        await console.ChangeAsync(ResourceKind.Applications, "argocd", "developer-service-a", body =>
            body["status"]!["summary"]!["externalURLs"] = new JsonArray("https://dev.service-a.example.com/"));

        (await console.Client.GetStringAsync("/")).ShouldContain("href=\"https://dev.service-a.example.com\"");
    }

    [Fact]
    public async Task A_pod_that_crashes_again_and_again_is_named_with_why_and_an_object_that_drifted_too()
    {
        await using var console = await TestConsole.StartAsync();
        console.Platform.SetStatus(ResourceKind.Pods, "developer", "service-a-8dd95887b-jz7jg", JsonNode.Parse("""
            { "phase": "Running", "containerStatuses": [{ "name": "service-a", "restartCount": 4, "image": "web:1",
              "state": { "waiting": { "reason": "CrashLoopBackOff" } },
              "lastState": { "terminated": { "exitCode": 137, "reason": "OOMKilled" } } }] }
            """)!);
        console.Platform.Change(ResourceKind.Applications, "argocd", "developer-service-a", body =>
        {
            body["status"]!["health"] = new JsonObject { ["status"] = "Progressing" };
            body["status"]!["sync"]!["status"] = "OutOfSync";
            body["status"]!["resources"]!.AsArray().Single(resource => $"{resource!["kind"]}" == "Deployment")!["status"] = "OutOfSync";
        });

        await Eventually.TrueAsync(async () => (await console.Client.GetStringAsync("/")).Contains(
            "service-a-8dd95887b-jz7jg\">service-a-8dd95887b-jz7jg</a> is in CrashLoopBackOff, after exit code 137 (OOMKilled).",
            StringComparison.Ordinal));
        await Eventually.TrueAsync(async () => (await console.Client.GetStringAsync("/")).Contains(
            "Not what git says: Deployment service-a.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/", "class=\"problem mild\">CronJob is Suspended")]
    [InlineData("/applications/developer-service-a", "class=\"note\">CronJob is Suspended")]
    public async Task What_is_suspended_is_neither_a_problem_nor_busy(string path, string message)
    {
        await using var console = await TestConsole.StartAsync();
        await console.ChangeAsync(ResourceKind.Applications, "argocd", "developer-service-a", body =>
            body["status"]!["health"] = new JsonObject
            {
                ["status"] = "Suspended",
                ["message"] = "CronJob is Suspended",
            });

        var page = await console.Client.GetStringAsync(path);

        page.ShouldContain(message);
        page.ShouldMatch("pill odd\">[^/]*</span>Suspended");
    }
}
