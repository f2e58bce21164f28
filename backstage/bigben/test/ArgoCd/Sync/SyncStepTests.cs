using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Sync;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.ArgoCd.Sync;

public sealed class SyncStepTests : IDisposable
{
    private static readonly string One = TestSync.ConfigMap("one", "{}");
    private static readonly string Other = TestSync.ConfigMap("other", "{}");

    private readonly TestSync _sync = new();

    [Fact]
    public void A_dry_run_tells_what_would_be_done_and_does_nothing()
    {
        _sync.Begin("{}", One);

        var progress = _sync.Begin("""{ "dryRun": true, "prune": true }""", Other, TestSync.Hook("hook", "PreSync"));

        (progress.Phase, progress.Message).ShouldBe((OperationPhase.Succeeded, "successfully synced (no more tasks)"));
        progress.Results.Select(result => (result.Message, result.Progress)).ShouldBe(
        [
            ("job.batch/hook created (dry run)", OperationPhase.Succeeded),
            ("pruned (dry run)", OperationPhase.Succeeded),
            ("configmap/other created (dry run)", OperationPhase.Succeeded),
        ], ignoreOrder: true);
        (_sync.Find("one") is not null, _sync.Find("other") is null, _sync.Find("hook", "batch/v1", "jobs") is null)
            .ShouldBe((true, true, true));
    }

    [Fact]
    public void A_sync_of_some_objects_touches_no_others_and_runs_no_hooks()
    {
        var progress = _sync.Begin(
            """{ "resources": [{ "kind": "ConfigMap", "name": "one" }] }""", One, Other, TestSync.Hook("hook", "PreSync"));

        progress.Results.ShouldHaveSingleItem().Message.ShouldBe("configmap/one created");
        progress.Phase.ShouldBe(OperationPhase.Succeeded);
        _sync.Find("other").ShouldBeNull();
    }

    [Fact]
    public void The_strategy_apply_runs_no_hooks()
    {
        _sync.Begin("""{ "syncStrategy": { "apply": {} } }""", One, TestSync.Hook("hook", "PreSync")).Results
            .ShouldHaveSingleItem().Message.ShouldBe("configmap/one created");
    }

    [Theory]
    [InlineData("{}", "", "ignored (requires pruning)", true)]
    [InlineData("""{ "prune": true }""", "Prune=false", "ignored (no prune)", true)]
    [InlineData("""{ "prune": true }""", "", "pruned", false)]
    public void What_git_has_no_longer_is_pruned_where_that_is_asked_for(string sync, string options, string message, bool stays)
    {
        _sync.Begin("{}", One, TestSync.ConfigMap("gone", "{}", options));

        _sync.Begin(sync, One).Results.Single(result => result.Key.Name == "gone").Message.ShouldBe(message);

        (_sync.Find("gone")?.TextAt("metadata", "deletionTimestamp") is null && _sync.Find("gone") is not null).ShouldBe(stays);
    }

    [Fact]
    public void Pruning_that_has_to_be_confirmed_waits_for_it()
    {
        const string sync = """{ "prune": true }""";
        _sync.Begin("{}", One, TestSync.ConfigMap("gone", "{}", "Prune=confirm"), TestSync.ConfigMap("other", "{}", "Prune=confirm"));

        var waiting = _sync.Begin(sync, One);
        (waiting.Phase, waiting.Message).ShouldBe(
            (OperationPhase.Running, "Waiting for pruning confirmation of v1/ConfigMap/gone and 1 more resources"));
        _sync.Find("gone").ShouldNotBeNull();

        _sync.Step(sync, [One], isConfirmed: true).Phase.ShouldBe(OperationPhase.Succeeded);
    }

    [Theory]
    [InlineData("true", OperationPhase.Succeeded)]
    [InlineData("false", OperationPhase.Failed)]
    public void What_is_pruned_last_does_not_wait_for_the_health_of_a_CronJob_that_says_so(string ignored, object phase)
    {
        const string sync = """{ "prune": true, "syncOptions": ["PruneLast=true"] }""";
        var cron = $$"""
            {
              "apiVersion": "batch/v1", "kind": "CronJob",
              "metadata": { "name": "backup", "annotations": { "argocd.argoproj.io/ignore-healthcheck": "{{ignored}}" } },
              "spec": {
                "schedule": "15 2 * * *",
                "jobTemplate": {
                  "spec": { "template": { "spec": { "restartPolicy": "Never", "containers": [{ "name": "a", "image": "b" }] } } }
                }
              }
            }
            """;
        _sync.Begin("{}", cron, One);
        _sync.Store.Update(TestApi.Resource("batch/v1", "cronjobs"), "developer", "backup", value =>
        {
            value["status"] = new JsonObject
            {
                ["lastScheduleTime"] = "2026-01-02T02:15:00Z",
                ["lastSuccessfulTime"] = "2026-01-01T02:15:09Z",
            };
            return value;
        }, new WriteOptions(Subresource: "status"));

        _sync.Begin(sync, cron).Phase.ShouldBe(OperationPhase.Running);
        var progress = _sync.Step(sync, [cron]);

        progress.Phase.ShouldBe((OperationPhase)phase);
        (_sync.Find("one") is not { } one || one.TextAt("metadata", "deletionTimestamp") is not null)
            .ShouldBe(progress.Phase == OperationPhase.Succeeded);
    }

    [Fact]
    public void What_is_terminated_deletes_the_hooks_that_run()
    {
        string[] objects = [One, TestSync.Hook("hook", "PreSync")];
        _sync.Begin("{}", objects).Message.ShouldBe("waiting for completion of hook batch/Job/hook");

        var progress = _sync.Step("{}", objects, terminates: true);

        (progress.Phase, progress.Message).ShouldBe((OperationPhase.Failed, "Operation terminated"));
        var hook = progress.Results.ShouldHaveSingleItem();
        (hook.Status, hook.Progress, hook.Message).ShouldBe((ResultCode.Synced, OperationPhase.Failed, "Terminated"));
        (_sync.Find("hook", "batch/v1", "jobs") is not { } job || job.TextAt("metadata", "deletionTimestamp") is not null).ShouldBeTrue();
        _sync.Find("one").ShouldBeNull();
    }

    [Fact]
    public void What_is_waited_for_and_deleted_meanwhile_fails_the_sync()
    {
        string[] objects = [One, TestSync.Hook("hook", "PreSync")];
        _sync.Begin("{}", objects);
        _sync.Store.Delete(TestApi.Resource("batch/v1", "jobs"), "developer", "hook");

        // It is held until the sync has seen that it goes.
        _sync.Step("{}", objects).Results.ShouldHaveSingleItem().Message.ShouldBe("Pending deletion");
        _sync.Step("{}", objects).Results.ShouldHaveSingleItem().Message
            .ShouldBe("Resource batch/Job/hook is missing, it might have been deleted");

        _sync.Step("{}", objects).Phase.ShouldBe(OperationPhase.Failed);
    }

    public void Dispose() => _sync.Dispose();
}
