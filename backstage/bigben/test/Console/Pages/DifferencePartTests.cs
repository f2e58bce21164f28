using System.Text.Json.Nodes;
using BigBen.Kubernetes;
using BigBen.Tests.Kubernetes;

namespace BigBen.Tests.Console.Pages;

public sealed class DifferencePartTests
{
    private const string Path = "/applications/developer-service-a";

    [Fact]
    public async Task What_cannot_be_compared_is_not_called_equal()
    {
        await using var console = await TestConsole.StartAsync();
        await ChangeAsync(console, status =>
        {
            status["sync"]!["status"] = "Unknown";
            status["conditions"] = new JsonArray(new JsonObject { ["type"] = "ComparisonError", ["message"] = "no such revision" });
        });

        var page = await console.Client.GetStringAsync(Path);

        page.ShouldContain("What runs cannot be compared with what git says");
        page.ShouldNotContain("no difference");
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{ "status": "Synced", "revision": "1", "comparedTo": { "source": { "targetRevision": "before" } } }""")]
    public async Task What_has_not_been_compared_yet_is_not_called_equal(string sync)
    {
        await using var console = await TestConsole.StartAsync();
        await ChangeAsync(console, status => status["sync"] = JsonNode.Parse(sync));

        var page = await console.Client.GetStringAsync(Path);

        page.ShouldContain("has not been compared with what git says yet");
        page.ShouldNotContain("no difference");
    }

    [Theory]
    [InlineData(false, "It is as it was applied; git has changed since.")]
    [InlineData(true, "-  replicas: 1")]
    public async Task What_runs_as_it_was_applied_and_yet_differs_is_explained(bool requiresPruning, string text)
    {
        await using var console = await TestConsole.StartAsync();
        console.Platform.Change(ResourceKind.Deployments, "developer", "service-a", body =>
            body["metadata"]!["annotations"]!["kubectl.kubernetes.io/last-applied-configuration"] =
                """{"kind":"Deployment","spec":{"replicas":1}}""");
        await OutOfSyncAsync(console, requiresPruning);

        (await console.Client.GetStringAsync(Path)).ShouldContain(text);
    }

    [Fact]
    public async Task An_API_that_does_not_answer_takes_nothing_else_from_the_page()
    {
        using var silent = new SilentApi();
        await using var console = await TestConsole.StartAsync(api: silent.Api);
        await OutOfSyncAsync(console, requiresPruning: false);

        var page = await console.Client.GetStringAsync(Path);

        page.ShouldContain($"<p class=\"alert\" role=\"alert\">The Kubernetes API at {silent.Api.Server} does not answer within 5 s</p>");
        page.ShouldContain("Status Reason: Running");
    }

    private static Task OutOfSyncAsync(TestConsole console, bool requiresPruning) => ChangeAsync(console, status =>
    {
        status["sync"]!["status"] = "OutOfSync";
        var deployment = status["resources"]!.AsArray().Single(resource => $"{resource!["kind"]}" == "Deployment")!;
        (deployment["status"], deployment["requiresPruning"]) = ("OutOfSync", requiresPruning);
    });

    private static async Task ChangeAsync(TestConsole console, Action<JsonNode> change)
    {
        var before = console.Cache.Objects.Of(ResourceKind.Applications)[0].GetRawText();
        console.Platform.Change(ResourceKind.Applications, "argocd", "developer-service-a", body => change(body["status"]!));
        await TestPlatform.UntilAsync(
            console.Cache, () => console.Cache.Objects.Of(ResourceKind.Applications)[0].GetRawText() != before);
    }
}
