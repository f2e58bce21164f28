using System.Text.Json;
using BigBen.ApiServer.Resources;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.ArgoCd;

public sealed class HookTests
{
    [Fact]
    public async Task Hooks_and_waves_wait_for_each_other()
    {
        await using var fixture = await StartAsync(
            Job("migrate", "PreSync"), Job("after", "PostSync", "HookSucceeded"), Wave("wave-1", 1), Wave("wave-0", 0));
        await using var jobs = new HookJobs(fixture);
        var refresh = fixture.RefreshAsync();

        await fixture.UntilAsync(app => Message(app) == "waiting for completion of hook batch/Job/migrate");
        fixture.Find("v1", "configmaps", "developer", "wave-0").ShouldBeNull();
        await jobs.FinishAsync("migrate", "Succeeded");
        await fixture.UntilAsync(app => Message(app) == "waiting for completion of hook batch/Job/after");
        fixture.Find("v1", "configmaps", "developer", "wave-1").ShouldNotBeNull();
        await jobs.FinishAsync("after", "Succeeded");
        await refresh;
        await fixture.UntilAsync(app => app.TextAt("status", "operationState", "phase") == "Succeeded");

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
        const string chart = "backstage/cd/environments/templates/application.yaml";
        // Nothing is tried again while the test looks.
        var patient = (await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, chart)))
            .Replace("duration: 5s", "duration: 1h", StringComparison.Ordinal)
            .Replace("maxDuration: 3m", "maxDuration: 1h", StringComparison.Ordinal);
        await using var fixture = await ArgoCdFixture.StartAsync(
            Extra(Job("migrate", "PreSync"), Job("failed", "SyncFail"), Wave("never", 0)), (chart, patient));
        await using var jobs = new HookJobs(fixture);
        var refresh = fixture.RefreshAsync();

        await fixture.UntilAsync(app => Message(app) == "waiting for completion of hook batch/Job/migrate");
        await jobs.FinishAsync("migrate", "Failed");
        await fixture.UntilAsync(app => Message(app) == "waiting for completion of hook batch/Job/failed");
        await jobs.FinishAsync("failed", "Succeeded");
        await refresh;
        const string again = "one or more synchronization tasks completed unsuccessfully. Retrying attempt #1 at ";
        await fixture.UntilAsync(app => Message(app)!.StartsWith(again, StringComparison.Ordinal));

        fixture.App.NumberAt("status", "operationState", "retryCount").ShouldBe(1);
        // In the words of a real Job controller and a real Argo CD (golden/watch/hook-fails.jsonl).
        fixture.App.ItemsAt("status", "operationState", "syncResult", "resources").TakeLast(2)
            .Select(result =>
                $"{result.TextAt("hookType")} {result.TextAt("name")} {result.TextAt("hookPhase")}: {result.TextAt("message")}")
            .ShouldBe(
            [
                "PreSync migrate Failed: Job has reached the specified backoff limit",
                "SyncFail failed Succeeded: Reached expected number of succeeded pods",
            ]);
        fixture.App.TextAt("status", "health", "status").ShouldBe("Missing");
        fixture.Find("v1", "configmaps", "developer", "never").ShouldBeNull();
    }

    [Fact]
    public async Task A_hook_stays_until_its_end_was_seen_whoever_deletes_it()
    {
        await using var fixture = await StartAsync(Job("migrate", "PreSync"), Job("after", "PostSync"), Wave("wave", 0));
        await using var jobs = new HookJobs(fixture);
        var refresh = fixture.RefreshAsync();
        await fixture.UntilAsync(app => Message(app) == "waiting for completion of hook batch/Job/migrate");
        Finalizers(fixture, "migrate").ShouldBe(["argocd.argoproj.io/hook-finalizer"], "as in golden/watch/hook-fails.jsonl");

        await jobs.FinishAsync("migrate", "Succeeded");
        await fixture.UntilAsync(app => Message(app) == "waiting for completion of hook batch/Job/after");
        Finalizers(fixture, "migrate").ShouldBeEmpty();
        fixture.Store.Delete(TestApi.Resource("batch/v1", "jobs"), "developer", "after");

        await refresh;
        await fixture.UntilAsync(app => app.ItemsAt("status", "operationState", "syncResult", "resources").Any(result =>
            result.TextAt("message") == "Resource batch/Job/after is missing, it might have been deleted"));
    }

    private static string[] Finalizers(ArgoCdFixture fixture, string job) =>
        [.. fixture.Find("batch/v1", "jobs", "developer", job)!.Value.ItemsAt("metadata", "finalizers").Select(held => held.ToString())];

    private static Task<ArgoCdFixture> StartAsync(params string[] objects) => ArgoCdFixture.StartAsync(Extra(objects));

    private static (string Path, string Text) Extra(params string[] objects) => (ArgoCdFixture.Extra, string.Join("\n---\n", objects));

    private static string? Message(JsonElement app) => app.TextAt("status", "operationState", "message");

    private static string Wave(string name, int wave) =>
        $$"""
        { apiVersion: v1, kind: ConfigMap, metadata: { name: {{name}}, annotations: { argocd.argoproj.io/sync-wave: "{{wave}}" } } }
        """;

    private static string Job(string name, string hook, string policy = "BeforeHookCreation") => $$"""
        apiVersion: batch/v1
        kind: Job
        metadata: { name: {{name}}, annotations: { argocd.argoproj.io/hook: {{hook}}, argocd.argoproj.io/hook-delete-policy: {{policy}} } }
        spec: { backoffLimit: 0, template: { spec: { containers: [{ name: job, image: web }], restartPolicy: Never } } }
        """;
}
