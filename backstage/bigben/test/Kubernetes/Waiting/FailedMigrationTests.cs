using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Waiting;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Ingress;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.Kubernetes.Waiting;

/// <summary>What is told and done where a Job fails the sync that it is a hook of.</summary>
public sealed class FailedMigrationTests
{
    private static readonly WaitPatience Long = new(TimeSpan.FromMinutes(1), TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    [Fact]
    public async Task A_Job_that_fails_a_sync_is_told_with_its_exit_code_and_its_last_lines()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        platform.Server.Kubelet.Open = _ => new MemoryStream("add table\nadd column\nERROR: the column is there\n"u8.ToArray());
        FailMigration(platform);
        await using var cache = await StartAsync(platform);

        var failure = await Should.ThrowAsync<UnhealthyException>(WaitAsync(platform, cache, Long));

        failure.ByVersion.ShouldBe(["service-a"]);
        failure.Message.ShouldBe(
            "developer-service-a cannot be synced: Job migrate2: Job has reached the specified backoff limit (migrate2-x: migrate "
            + "ended with exit code 3 (add table | add column | ERROR: the column is there)). "
            + "What ran before keeps serving; push a fix or roll back.");
    }

    [Fact]
    public async Task What_a_Job_said_is_told_though_the_next_attempt_has_deleted_it()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        var read = new TaskCompletionSource();
        platform.Server.Kubelet.Open = _ =>
        {
            read.TrySetResult();
            return new MemoryStream("no table\n"u8.ToArray());
        };
        FailMigration(platform);
        await using var cache = await StartAsync(platform);
        var clock = new LaptopClock();
        var patience = Long with { Ready = TimeSpan.FromDays(30), Failing = TimeSpan.FromSeconds(2) };
        var waiting = WaitAsync(platform, cache, patience, clock: clock);

        await read.Task;
        // It is done with what it saw of the pod.
        await Eventually.TrueAsync(() => Task.FromResult(clock.IsWaitedFor));
        platform.Delete(ResourceKind.Pods, "developer", "migrate2-x");
        await TestPlatform.UntilAsync(cache, () => cache.Objects.Of(ResourceKind.Pods).All(pod => pod.NameOf() != "migrate2-x"));
        // Again and again, for it may only now begin to wait anew.
        await Eventually.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            return Task.FromResult(waiting.IsCompleted);
        });

        (await Should.ThrowAsync<UnhealthyException>(waiting)).Message.ShouldContain("ended with exit code 3 (no table)");
    }

    [Theory]
    [InlineData(true, "Terminating")]
    [InlineData(false, "Running")]
    public async Task A_sync_that_failed_towards_what_was_wanted_before_is_ended_by_who_delivers(bool delivers, string phase)
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        FailMigration(platform);
        platform.Change(ResourceKind.Applications, "argocd", "developer-service-a", body =>
        {
            var operation = body["status"]!["operationState"]!;
            operation["phase"] = "Running";
            operation["operation"]!["sync"]!["source"]!["targetRevision"] = "another";
        });
        await using var cache = await StartAsync(platform);

        await Should.ThrowAsync<PlatformException>(
            WaitAsync(platform, cache, Long with { Ready = TimeSpan.FromMilliseconds(50) }, endsOldSyncs: delivers));

        (await platform.ReadAsync()).Of(ResourceKind.Applications).Single(app => app.NameOf() == "developer-service-a")
            .TextAt("status", "operationState", "phase").ShouldBe(phase);
    }

    [Fact]
    public async Task A_sync_whose_migration_will_never_run_is_not_waited_for()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        FailMigration(platform);
        platform.Change(ResourceKind.Applications, "argocd", "developer-service-a", body =>
        {
            var operation = body["status"]!["operationState"]!.AsObject();
            operation["phase"] = "Running";
            operation.Remove("finishedAt");
            operation["syncResult"]!["resources"]![0]!["hookPhase"] = "Running";
        });
        platform.SetStatus(ResourceKind.Pods, "developer", "migrate2-x", JsonNode.Parse(
            """
            {
              "phase": "Pending",
              "containerStatuses": [{ "name": "migrate", "state": { "waiting": { "reason": "CreateContainerConfigError" } } }]
            }
            """)!);
        await using var cache = await StartAsync(platform);

        var failure = await Should.ThrowAsync<UnhealthyException>(WaitAsync(platform, cache, Long));

        failure.Message.ShouldStartWith("developer-service-a does not come up: pod migrate2-x is in CreateContainerConfigError");
        failure.ByVersion.ShouldBe(["service-a"]);
    }

    [Theory]
    [InlineData("Failed", "another", null)]
    [InlineData("Failed", null, "developer-service-a has a sync that is Failed")]
    [InlineData("Running", "another", "developer-service-a has a sync that is Running: waiting for completion of hook")]
    public async Task A_sync_that_failed_is_past_once_another_commit_is_as_it_should_be(string phase, string? revision, string? missing)
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        FailMigration(platform);
        platform.Change(ResourceKind.Applications, "argocd", "developer-service-a", body =>
        {
            body["status"]!["sync"]!["status"] = "Synced";
            body["status"]!["sync"]!["revision"] = revision ?? $"{body["status"]!["sync"]!["revision"]}";
            var operation = body["status"]!["operationState"]!;
            operation["phase"] = phase;
            operation["message"] = "waiting for completion of hook";
            foreach (var resource in operation["syncResult"]!["resources"]!.AsArray().Where(_ => phase == "Running"))
                resource!["hookPhase"] = "Running";
        });
        var now = await platform.ReadAsync();

        Missing.OfSync(ApplicationList.Find(now, "developer-service-a"))?.What.ShouldBe(missing);
    }

    private static Task<ClusterCache> StartAsync(TestPlatform platform) =>
        ClusterCache.StartAsync(platform.Api, TimeProvider.System, CancellationToken.None);

    private static Task<IReadOnlyList<Application>> WaitAsync(
        TestPlatform platform, ClusterCache cache, WaitPatience patience, bool endsOldSyncs = false, TimeProvider? clock = null) =>
        new ApplicationWait(platform.Api, cache, patience, clock ?? TimeProvider.System) { EndsOldSyncs = endsOldSyncs }.UntilAsync(
            application => application.Name == "developer-service-a",
            (cluster, applications) => Task.FromResult(Missing.Of(cluster, applications[0])),
            _ => { },
            CancellationToken.None);

    // The hook that failed on a real cluster, as one of service-a's.
    private static void FailMigration(TestPlatform platform)
    {
        platform.Change(ResourceKind.Applications, "argocd", "developer-service-a", body =>
        {
            var operation = JsonObject.Create(Golden.Read("applications/lab-fails.json").At("status", "operationState")!.Value)!;
            body["status"]!["health"]!["status"] = "Healthy";
            body["status"]!["sync"]!["status"] = "OutOfSync";
            body["status"]!["sync"]!["revision"] = $"{operation["syncResult"]!["revision"]}";
            var resources = operation["syncResult"]!["resources"]!.AsArray();
            foreach (var resource in resources)
                resource!["namespace"] = "developer";
            body["status"]!["operationState"] = operation;
            body["status"]!["resources"]!.AsArray().Add(JsonNode.Parse(
                """{ "group": "batch", "version": "v1", "kind": "Job", "namespace": "developer", "name": "migrate2", "hook": true }"""));
        });
        platform.Server.Create(
            "v1",
            "pods",
            "developer",
            """
            {
              "metadata": {
                "name": "migrate2-x",
                "ownerReferences": [{ "apiVersion": "batch/v1", "kind": "Job", "name": "migrate2", "uid": "1", "controller": true }]
              },
              "spec": { "containers": [{ "name": "migrate", "image": "a" }] }
            }
            """);
        platform.SetStatus(ResourceKind.Pods, "developer", "migrate2-x", JsonNode.Parse(
            """
            {
              "phase": "Failed",
              "containerStatuses": [{ "name": "migrate", "state": { "terminated": { "exitCode": 3, "reason": "Error" } } }]
            }
            """)!);
    }
}
