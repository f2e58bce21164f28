using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.ArgoCd;

public sealed class HookTests
{
    [Fact]
    public async Task Hooks_and_waves_wait_for_each_other()
    {
        await using var fixture = await StartAsync(
            Job("migrate", "PreSync"), Job("after", "PostSync", "HookSucceeded"), Wave("wave-1", 1), Wave("wave-0", 0));
        var refresh = fixture.RefreshAsync();

        await fixture.UntilAsync(app => Message(app) == "waiting for completion of hook batch/Job/migrate");
        fixture.Find("v1", "configmaps", "developer", "wave-0").ShouldBeNull();
        Finish(fixture, "migrate", "Complete");
        await fixture.UntilAsync(app => Message(app) == "waiting for completion of hook batch/Job/after");
        fixture.Find("v1", "configmaps", "developer", "wave-1").ShouldNotBeNull();
        Finish(fixture, "after", "Complete");
        await refresh;

        var state = fixture.App.At("status", "operationState")!.Value;
        state.TextAt("message").ShouldBe("successfully synced (no more tasks)");
        state.ItemsAt("syncResult", "resources")
            .Select(result => $"{result.TextAt("syncPhase")} {result.TextAt("name")} {result.TextAt("hookPhase")}")
            .ShouldBe(
            [
                "PreSync developer Succeeded", "PreSync migrate Succeeded", "Sync wave-0 Succeeded", "Sync service-a Succeeded",
                "Sync service-a Succeeded", "Sync service-a Succeeded", "Sync wave-1 Succeeded", "PostSync after Succeeded",
            ]);
        await fixture.UntilAsync("batch/v1", "jobs", "developer", "after", found => found is null);
        fixture.App.ItemsAt("status", "resources").Single(resource => resource.TextAt("name") == "migrate").FlagAt("hook").ShouldBeTrue();
        await fixture.UntilAsync(ArgoCdFixture.IsLive);
    }

    [Fact]
    public async Task A_hook_that_fails_stops_the_sync_and_has_the_others_run_that_are_for_that()
    {
        await using var fixture = await StartAsync(Job("migrate", "PreSync"), Job("failed", "SyncFail"), Wave("never", 0));
        var refresh = fixture.RefreshAsync();

        await fixture.UntilAsync(app => Message(app) == "waiting for completion of hook batch/Job/migrate");
        Finish(fixture, "migrate", "Failed");
        await fixture.UntilAsync(app => Message(app) == "waiting for completion of hook batch/Job/failed");
        Finish(fixture, "failed", "Complete");
        await refresh;

        Message(fixture.App)!.ShouldStartWith("one or more synchronization tasks completed unsuccessfully. Retrying attempt #1 at ");
        fixture.App.NumberAt("status", "operationState", "retryCount").ShouldBe(1);
        fixture.App.TextAt("status", "health", "status").ShouldBe("Missing");
        fixture.Find("v1", "configmaps", "developer", "never").ShouldBeNull();
    }

    // The environments' own projects permit no Jobs.
    private static async Task<ArgoCdFixture> StartAsync(params string[] objects)
    {
        const string template = "backstage/cd/environments/templates/appproject.yaml";
        var projects = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, template));
        const string list = "  namespaceResourceWhitelist:\n";
        return await ArgoCdFixture.StartAsync(
            (template, projects.Replace(list, $"{list}    - group: batch\n      kind: Job\n")),
            (ArgoCdFixture.Extra, string.Join("\n---\n", objects)));
    }

    private static string? Message(JsonElement app) => app.TextAt("status", "operationState", "message");

    private static string Wave(string name, int wave) =>
        $$"""
        { apiVersion: v1, kind: ConfigMap, metadata: { name: {{name}}, annotations: { argocd.argoproj.io/sync-wave: "{{wave}}" } } }
        """;

    private static string Job(string name, string hook, string policy = "BeforeHookCreation") => $$"""
        apiVersion: batch/v1
        kind: Job
        metadata: { name: {{name}}, annotations: { argocd.argoproj.io/hook: {{hook}}, argocd.argoproj.io/hook-delete-policy: {{policy}} } }
        spec: { template: { spec: { containers: [{ name: job, image: web }], restartPolicy: Never } } }
        """;

    private static void Finish(ArgoCdFixture fixture, string job, string condition) => fixture.Edit(
        "batch/v1", "jobs", "developer", job, value => value["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = condition, ["status"] = "True" }),
        },
        "status");
}
