using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.ArgoCd;

public sealed class SelfHealTests
{
    [Fact]
    public async Task A_scaled_Deployment_goes_through_the_states_of_a_real_cluster()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();
        var resource = TestApi.Resource("argoproj.io/v1alpha1", "applications");
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var version = fixture.Store.List(resource).Version;

        fixture.Edit("apps/v1", "deployments", "developer", "service-a", value => value["spec"]!["replicas"] = 3);

        var seen = new List<string>();
        await foreach (var change in fixture.Store.WatchAsync(resource, "argocd", version, end.Token))
        {
            if (change.Value.NameOf() != ArgoCdFixture.Application)
                continue;
            if (seen.LastOrDefault() != State(change.Value))
                seen.Add(State(change.Value));
            if (seen.Count > 1 && ArgoCdFixture.IsLive(change.Value))
                break;
        }

        seen.ShouldBe(Golden.Lines("argocd/drift.jsonl").Select(Expected).Aggregate(new List<string>(), Collapse));
        fixture.Find("apps/v1", "deployments", "developer", "service-a")!.Value.NumberAt("spec", "replicas").ShouldBe(1);
        fixture.App.ItemsAt("status", "history").Count().ShouldBe(1);
        var sync = fixture.App.At("status", "operationState", "operation", "sync")!.Value;
        sync.ItemsAt("resources").Single().GetRawText().ShouldBe("""{"group":"apps","kind":"Deployment","name":"service-a"}""");
        sync.NumberAt("autoHealAttemptsCount").ShouldBe(1);
    }

    [Fact]
    public async Task What_was_deleted_edited_or_taken_away_comes_back()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();

        fixture.Store.Delete(TestApi.Resource("v1", "configmaps"), "developer", "extra");
        await fixture.UntilAsync("v1", "configmaps", "developer", "extra", found => found is not null);
        await fixture.UntilAsync(ArgoCdFixture.IsLive);

        fixture.Edit("v1", "services", "developer", "service-a", value => value["metadata"]!["annotations"] = new JsonObject());
        await fixture.UntilAsync(
            "v1", "services", "developer", "service-a",
            found => found?.At("metadata", "annotations", "argocd.argoproj.io/tracking-id") is not null);
    }

    [Fact]
    public async Task What_others_add_is_left_alone()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();

        fixture.Edit("apps/v1", "deployments", "developer", "service-a", value =>
        {
            value["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"] = "1";
            value["spec"]!["revisionHistoryLimit"] = 10;
            var container = value["spec"]!["template"]!["spec"]!["containers"]![0]!;
            container["imagePullPolicy"] = "IfNotPresent";
            container["ports"]![0]!["protocol"] = "TCP";
            container["resources"]!["requests"]!["cpu"] = "500m";
        });
        await fixture.PushAsync(("README.md", "words"));

        (await fixture.UntilAsync(ArgoCdFixture.IsLive)).ItemsAt("status", "history").Count().ShouldBe(1);
        fixture.Find("apps/v1", "deployments", "developer", "service-a")!.Value.NumberAt("spec", "revisionHistoryLimit").ShouldBe(10);
    }

    private static string State(JsonElement app) => string.Join(
        ' ',
        app.At("operation") is null ? "idle" : "asked",
        app.TextAt("status", "sync", "status"),
        app.TextAt("status", "operationState", "phase"),
        app.TextAt("status", "operationState", "message"));

    private static string Expected(JsonElement golden) => string.Join(
        ' ',
        golden.At("operation") is null ? "idle" : "asked",
        golden.TextAt("sync"),
        golden.TextAt("phase"),
        golden.TextAt("message"));

    private static List<string> Collapse(List<string> states, string next)
    {
        if (states.LastOrDefault() != next)
            states.Add(next);
        return states;
    }
}
