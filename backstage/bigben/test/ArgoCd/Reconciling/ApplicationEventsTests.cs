using System.Text.Json;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Reconciling;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.ArgoCd.Reconciling;

public sealed class ApplicationEventsTests
{
    [Fact]
    public async Task What_happens_to_an_Application_is_told_in_Argo_CDs_words_and_nothing_while_nothing_does()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        await Eventually.TrueAsync(() => Task.FromResult(
            Told(fixture).Any(told => told.EndsWith(" -> Healthy", StringComparison.Ordinal))
            && Told(fixture).Any(told => told.EndsWith(" -> Synced", StringComparison.Ordinal))));
        var revision = fixture.App.TextAt("status", "sync", "revision");

        var told = Told(fixture);
        told[0].ShouldBe($"Normal OperationStarted Initiated automated sync to '{revision}'");
        told[1].ShouldBe("Normal ResourceUpdated Updated sync status:  -> OutOfSync");
        told.ShouldContain($"Normal OperationCompleted Sync operation to {revision} succeeded");
        told.ShouldContain("Normal ResourceUpdated Updated sync status: OutOfSync -> Synced");

        var before = Versions(fixture);
        await fixture.RefreshAsync();
        Versions(fixture).ShouldBe(before);

        fixture.Edit("apps/v1", "deployments", "developer", "service-a", value => value["spec"]!["replicas"] = 3);
        await Eventually.TrueAsync(() => Task.FromResult(
            Told(fixture).Contains($"Normal OperationCompleted Partial sync operation to {revision} succeeded")));
    }

    [Fact]
    public async Task A_sync_that_failed_is_a_warning_and_one_that_a_person_asks_for_is_theirs_to_tell()
    {
        await using var api = await TestApi.StartAsync("argocd");
        var events = new ApplicationEvents(api.Store, TimeProvider.System);

        events.Tell(App(""), App("\"operation\": { \"sync\": {} },"));
        events.Tell(App("\"operation\": { \"sync\": {} },"), App("""
            "status": { "operationState": {
              "operation": { "sync": {} }, "phase": "Failed", "message": "no room", "startedAt": "2026-01-02T03:04:05Z" } },
            """));

        var told = api.Store.List(Kinds.Events, "argocd").Items.Single();
        told.TextAt("type").ShouldBe("Warning");
        told.TextAt("reason").ShouldBe("OperationCompleted");
        told.TextAt("message").ShouldBe("Sync operation failed: no room");
        told.TextAt("involvedObject", "kind").ShouldBe("Application");
        told.TextAt("source", "component").ShouldBe("argocd-application-controller");
    }

    private static List<string> Told(ArgoCdFixture fixture) =>
        [.. Events(fixture).Select(told => $"{told.TextAt("type")} {told.TextAt("reason")} {told.TextAt("message")}")];

    private static List<string> Versions(ArgoCdFixture fixture) => [.. Events(fixture).Select(told => told.Text("resourceVersion"))];

    private static IEnumerable<JsonElement> Events(ArgoCdFixture fixture) => fixture.Store.List(Kinds.Events, "argocd").Items
        .Where(told => told.TextAt("involvedObject", "name") == ArgoCdFixture.Application);

    private static JsonElement App(string fields) => JsonDocument.Parse($$"""
        { {{fields}} "metadata": { "name": "a", "namespace": "argocd", "uid": "1", "resourceVersion": "1" } }
        """).RootElement;
}
