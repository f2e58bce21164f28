using System.Text.Json.Nodes;
using BigBen.Kubernetes;

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
