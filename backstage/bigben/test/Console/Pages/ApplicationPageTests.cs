using System.Text.Json.Nodes;
using BigBen.Kubernetes;

namespace BigBen.Tests.Console.Pages;

public sealed class ApplicationPageTests
{
    [Fact]
    public async Task A_sync_that_runs_is_not_called_never()
    {
        await using var console = await TestConsole.StartAsync();
        var version = console.Cache.Version;
        console.Platform.Change(ResourceKind.Applications, "argocd", "developer-service-a", body =>
            body["status"]!["operationState"] = new JsonObject { ["phase"] = "Running", ["message"] = "waiting for Job migrate" });
        await console.Cache.AfterAsync(version, CancellationToken.None);

        (await console.Client.GetStringAsync("/applications/developer-service-a"))
            .ShouldContain("<dt>Last sync</dt><dd>Running: waiting for Job migrate</dd>");
    }
}
