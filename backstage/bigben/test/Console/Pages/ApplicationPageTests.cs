using System.Text.Json.Nodes;
using BigBen.Kubernetes;
using BigBen.Tests.Kubernetes;

namespace BigBen.Tests.Console.Pages;

public sealed class ApplicationPageTests
{
    [Fact]
    public async Task The_URL_of_an_Ingress_has_the_port_that_it_is_served_at()
    {
        await using var console = await TestConsole.StartAsync();

        var page = await console.Client.GetStringAsync("/applications/developer-service-a");

        page.ShouldContain("http://dev.service-a.bigben.localhost");
        page.ShouldNotContain("""<span class="info">http://dev.service-a.bigben.localhost</span>""");
    }

    [Fact]
    public async Task A_sync_that_runs_is_not_called_never()
    {
        await using var console = await TestConsole.StartAsync();
        await console.ChangeAsync(ResourceKind.Applications, "argocd", "developer-service-a", body =>
            body["status"]!["operationState"] = new JsonObject { ["phase"] = "Running", ["message"] = "waiting for Job migrate" });

        (await console.Client.GetStringAsync("/applications/developer-service-a"))
            .ShouldContain("<dt>Last sync</dt><dd>Running: waiting for Job migrate</dd>");
    }

    [Fact]
    public async Task What_Argo_CD_did_is_among_its_events()
    {
        await using var console = await TestConsole.StartAsync();
        console.Platform.Server.Create("v1", "events", "argocd", """
            {
              "metadata": { "name": "synced" }, "type": "Normal", "reason": "OperationCompleted", "message": "Sync operation succeeded",
              "involvedObject": { "kind": "Application", "namespace": "argocd", "name": "developer-service-a" }
            }
            """);
        await TestPlatform.UntilAsync(
            console.Cache, () => console.Cache.Objects.Of(ResourceKind.Events).Any(happened => happened.NameOf() == "synced"));

        (await console.Client.GetStringAsync("/applications/developer-service-a")).ShouldContain("Sync operation succeeded");
    }
}
