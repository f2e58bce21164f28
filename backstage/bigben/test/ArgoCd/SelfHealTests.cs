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

        var seen = await StatesAsync(fixture, () =>
        {
            fixture.Edit("apps/v1", "deployments", "developer", "service-a", value => value["spec"]!["replicas"] = 3);
            return Task.CompletedTask;
        });

        seen.Skip(1).ShouldBe(States("drift"));
        fixture.Find("apps/v1", "deployments", "developer", "service-a")!.Value.NumberAt("spec", "replicas").ShouldBe(1);
        fixture.App.ItemsAt("status", "history").Count().ShouldBe(1);
        var sync = fixture.App.At("status", "operationState", "operation", "sync")!.Value;
        sync.ItemsAt("resources").Single().GetRawText().ShouldBe("""{"group":"apps","kind":"Deployment","name":"service-a"}""");
        sync.NumberAt("autoHealAttemptsCount").ShouldBe(1);
    }

    [Fact]
    public async Task A_push_goes_through_the_states_of_a_real_cluster()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync();

        (await StatesAsync(fixture, () => fixture.PushAsync((ArgoCdFixture.Values, "greeting: good day")))).ShouldBe(States("values"));

        // Of an image: whether the comparison or the operation is written first is a race there, so the former is left out.
        var seen = await StatesAsync(fixture, () => fixture.PushAsync((ArgoCdFixture.Records, ArgoCdFixture.Record("v2"))));
        foreach (var name in new[] { "rollout", "crash" })
            WithoutSync(seen).ShouldBe(WithoutSync(States(name)), name);
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
    public async Task Variables_that_change_places_in_git_do_so_in_the_object_and_those_that_others_added_stay()
    {
        await using var fixture = await ArgoCdFixture.LiveAsync((ArgoCdFixture.Extra, Worker("A", "B")));
        fixture.Edit("apps/v1", "deployments", "developer", "extra", value =>
            Env(value).Insert(0, new JsonObject { ["name"] = "INJECTED", ["value"] = "x" }));

        await fixture.PushAsync((ArgoCdFixture.Extra, Worker("B", "A")));

        await fixture.UntilAsync("apps/v1", "deployments", "developer", "extra", found =>
            Env(JsonObject.Create(found!.Value)!).Select(variable => $"{variable!["name"]}").SequenceEqual(["INJECTED", "B", "A"]));
        await fixture.UntilAsync(ArgoCdFixture.IsLive);

        static JsonArray Env(JsonObject value) => value["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray();

        static string Worker(string first, string second) => $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: extra }
            spec:
              selector: { matchLabels: { app: extra } }
              template:
                metadata: { labels: { app: extra } }
                spec:
                  securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
                  containers:
                    - name: main
                      image: web:v1
                      env: [{ name: {{first}}, value: "1" }, { name: {{second}}, value: "2" }]
                      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
            """;
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

    // Those that an Application goes through from now until it is live again, the one that it is in included.
    private static async Task<List<string>> StatesAsync(ArgoCdFixture fixture, Func<Task> act)
    {
        var resource = TestApi.Resource("argoproj.io/v1alpha1", "applications");
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var version = fixture.Store.List(resource).Version;
        var seen = new List<string> { State(fixture.App) };
        await act();
        await foreach (var change in fixture.Store.WatchAsync(resource, "argocd", version, end.Token))
        {
            if (change.Value.NameOf() != ArgoCdFixture.Application)
                continue;
            Add(seen, State(change.Value));
            if (seen.Count > 1 && ArgoCdFixture.IsLive(change.Value))
                break;
        }

        return seen;
    }

    private static List<string> States(string name) => Golden.Lines("argocd/sequences.jsonl")
        .Single(line => line.TextAt("case") == name)
        .ItemsAt("application")
        .Select(state => string.Join(
            '|',
            state.FlagAt("asked") ? "asked" : "idle",
            state.TextAt("sync"),
            state.TextAt("phase"),
            state.TextAt("message")))
        .Aggregate(new List<string>(), Add);

    private static List<string> WithoutSync(List<string> states) => states
        .Select(state => string.Join('|', state.Split('|').Where((_, index) => index != 1)))
        .Aggregate(new List<string>(), Add);

    private static string State(JsonElement app) => string.Join(
        '|',
        app.At("operation") is null ? "idle" : "asked",
        app.TextAt("status", "sync", "status"),
        app.TextAt("status", "operationState", "phase"),
        app.TextAt("status", "operationState", "message"));

    private static List<string> Add(List<string> states, string next)
    {
        if (states.LastOrDefault() != next)
            states.Add(next);
        return states;
    }
}
