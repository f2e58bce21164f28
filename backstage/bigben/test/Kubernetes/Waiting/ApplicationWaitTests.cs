using System.Text.Json.Nodes;
using System.Threading.Channels;
using BigBen.Foundation;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Waiting;

namespace BigBen.Tests.Kubernetes.Waiting;

public sealed class ApplicationWaitTests
{
    private const string Pod = "service-a-8dd95887b-jz7jg";
    private static readonly WaitPatience Long = new(TimeSpan.FromMinutes(1), TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    [Fact]
    public async Task It_ends_with_the_change_that_makes_it_healthy()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        await using var cache = await StartAsync(platform);
        var waiting = WaitAsync(platform, cache, Long);
        waiting.IsCompleted.ShouldBeFalse();

        Make(platform, health: "Healthy", sync: "Synced");

        (await waiting).ShouldHaveSingleItem().Health.Status.ShouldBe(HealthCode.Healthy);
    }

    [Fact]
    public async Task A_pod_that_crashes_is_told_with_its_last_words_long_before_the_progress_deadline()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        await using var cache = await StartAsync(platform);
        platform.Server.Kubelet.Open =
            options => options.Previous ? new MemoryStream("starting\nUnhandled exception. No good\n   at Program\n"u8.ToArray()) : null;
        var waiting = WaitAsync(platform, cache, Long);

        Trouble(platform, "CrashLoopBackOff", "back-off 10s restarting failed container", crashed: true);

        var failure = await Should.ThrowAsync<UnhealthyException>(waiting);
        failure.ByVersion.ShouldBe(["service-a"]);
        failure.Message.ShouldBe(
            $"developer-service-a does not come up: pod {Pod} is in CrashLoopBackOff ({Pod}: Unhandled exception. No good). "
            + "What ran before keeps serving; push a fix or roll back.");
    }

    [Fact]
    public async Task What_crashes_after_it_was_live_has_nothing_before_it_that_serves()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        platform.Change(
            ResourceKind.Deployments, "developer", "service-a", body => body["status"]!.AsObject().Remove("readyReplicas"));
        Trouble(platform, "CrashLoopBackOff", "back-off 10s restarting failed container", crashed: true);
        await using var cache = await StartAsync(platform);

        var failure = await Should.ThrowAsync<UnhealthyException>(WaitAsync(platform, cache, Long));

        failure.Closing.ShouldBe("No pod of developer-service-a is ready; push a fix or roll back.");
    }

    [Fact]
    public async Task An_image_that_is_missing_is_told()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        Trouble(platform, "ImagePullBackOff", "Back-off pulling image \"web:1\"", crashed: false);
        await using var cache = await StartAsync(platform);

        var failure = await Should.ThrowAsync<UnhealthyException>(WaitAsync(platform, cache, Long));
        failure.ByVersion.ShouldBeEmpty("the registry may be away");
        failure.Message.ShouldContain($"is in ImagePullBackOff ({Pod} ImagePullBackOff Back-off pulling image \"web:1\")");
    }

    [Theory]
    [InlineData("Progressing")]
    // The progress deadline passed while the image was still being built.
    [InlineData("Degraded")]
    public async Task An_image_that_comes_late_fails_nothing_though_a_crash_would(string health)
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        Trouble(platform, "ErrImagePull", "", crashed: false);
        Make(platform, health, sync: "Synced");
        await using var cache = await StartAsync(platform);
        var waiting = WaitAsync(platform, cache, Long with { Pulling = TimeSpan.FromMinutes(1) });

        Trouble(platform, "ImagePullBackOff", "", crashed: false);
        Make(platform, health, sync: "Synced");
        await TestPlatform.UntilAsync(cache, () => ApplicationList.Services(cache.Objects)
            .Any(application => Missing.Of(cache.Objects, application) is { AwaitsImage: true }));
        waiting.IsCompleted.ShouldBeFalse();
        Make(platform, health: "Healthy", sync: "Synced");

        (await waiting).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_that_passes_within_the_patience_is_waited_out()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        Trouble(platform, "CrashLoopBackOff", "", crashed: true);
        await using var cache = await StartAsync(platform);
        var waiting = WaitAsync(platform, cache, Long with { Failing = TimeSpan.FromMinutes(1) });

        Make(platform, health: "Healthy", sync: "Synced");

        (await waiting).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Degraded_from_before_is_waited_out_while_no_pod_is_in_trouble()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        Make(platform, health: "Degraded", sync: "Synced");
        await using var cache = await StartAsync(platform);
        var waiting = WaitAsync(platform, cache, Long with { Recovering = TimeSpan.FromMinutes(1) });

        Make(platform, health: "Healthy", sync: "Synced");

        (await waiting).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Degraded_that_lasts_is_a_failure()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        Make(platform, health: "Degraded", sync: "Synced");
        await using var cache = await StartAsync(platform);

        var failure = await Should.ThrowAsync<UnhealthyException>(WaitAsync(platform, cache, Long));
        failure.Message.ShouldStartWith("developer-service-a is Degraded");
        failure.ByVersion.ShouldBeEmpty("its pod is ready");
    }

    [Fact]
    public async Task A_version_that_runs_and_never_gets_ready_is_to_blame_itself()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        Make(platform, health: "Degraded", sync: "Synced");
        var running = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = "2026-01-01T00:00:00Z" } };
        SetContainer(platform, new JsonObject { ["name"] = "service-a", ["ready"] = false, ["state"] = running });
        await using var cache = await StartAsync(platform);

        (await Should.ThrowAsync<UnhealthyException>(WaitAsync(platform, cache, Long))).ByVersion.ShouldBe(["service-a"]);
    }

    [Fact]
    public async Task What_Argo_CD_cannot_read_is_no_fault_of_the_version()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        platform.Change(ResourceKind.Applications, "argocd", "developer-service-a", body =>
            body["status"]!["conditions"] = new JsonArray(
                new JsonObject { ["type"] = "ComparisonError", ["message"] = "connection refused" }));
        await using var cache = await StartAsync(platform);

        var failure = await Should.ThrowAsync<UnhealthyException>(WaitAsync(platform, cache, Long));

        failure.Message.ShouldStartWith("developer-service-a: connection refused");
        failure.ByVersion.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_version_is_blamed_by_what_was_seen_before_the_API_went_away()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        Trouble(platform, "CrashLoopBackOff", "", crashed: true);
        await using var proxy = new CuttableProxy(platform.Api.Server.Port);
        using var api = proxy.Open(platform);
        await using var cache = await ClusterCache.StartAsync(api, TimeProvider.System, CancellationToken.None);
        proxy.IsDown = true;
        proxy.Cut();
        await TestPlatform.UntilAsync(cache, () => cache.Failure is not null);

        (await Should.ThrowAsync<UnhealthyException>(WaitAsync(platform, cache, Long))).ByVersion.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_is_not_required_may_fail_but_is_waited_for()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        Make(platform, health: "Healthy", sync: "Synced");
        await using var cache = await StartAsync(platform);
        var wait = new ApplicationWait(platform.Api, cache, Long, TimeProvider.System);
        Task<IReadOnlyList<Application>> UntilAsync(string required) => wait.UntilEachAsync(
            application => application.IsService,
            application => application.Service == required,
            MissingAsync,
            _ => { },
            CancellationToken.None);

        (await UntilAsync("service-a")).Select(application => application.Service).ShouldBe(["service-a", "service-b"]);
        Trouble(platform, "CrashLoopBackOff", "", crashed: true);
        await TestPlatform.UntilAsync(cache, () => ApplicationList.Services(cache.Objects)
            .Any(application => Missing.Of(cache.Objects, application) is { HasFailed: true }));
        (await UntilAsync("service-b")).Select(application => application.Service).ShouldBe(["service-b"]);
        await Should.ThrowAsync<UnhealthyException>(UntilAsync("service-a"));
    }

    [Fact]
    public async Task What_is_not_there_in_time_is_told_with_what_is_missing()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        Make(platform, health: "Healthy", sync: "OutOfSync");
        await using var cache = await StartAsync(platform);

        (await Should.ThrowAsync<PlatformException>(WaitAsync(platform, cache, Long with { Ready = TimeSpan.FromMilliseconds(50) })))
            .Message.ShouldStartWith("developer-service-a is OutOfSync, 0 s after it was asked for.");
    }

    [Fact]
    public async Task What_has_been_missing_for_a_while_is_told_once()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        Make(platform, health: "Healthy", sync: "OutOfSync");
        await using var cache = await StartAsync(platform);
        var told = Channel.CreateUnbounded<string>();
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        var waiting = new ApplicationWait(platform.Api, cache, Long with { Ready = TimeSpan.FromDays(1) }, new FastClock()).UntilAsync(
            application => application.Name == "developer-service-a", MissingAsync, what => told.Writer.TryWrite(what), stop.Token);

        (await told.Reader.ReadAsync(stop.Token)).ShouldBe("developer-service-a is OutOfSync");
        Make(platform, health: "Progressing", sync: "OutOfSync");
        Make(platform, health: "Progressing", sync: "Unknown");
        (await told.Reader.ReadAsync(stop.Token)).ShouldBe("developer-service-a is Unknown");
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    private static Task<ClusterCache> StartAsync(TestPlatform platform) =>
        ClusterCache.StartAsync(platform.Api, TimeProvider.System, CancellationToken.None);

    private static Task<IReadOnlyList<Application>> WaitAsync(TestPlatform platform, ClusterCache cache, WaitPatience patience) =>
        new ApplicationWait(platform.Api, cache, patience, TimeProvider.System).UntilAsync(
            application => application.Name == "developer-service-a", MissingAsync, _ => { }, CancellationToken.None);

    private static Task<Missing?> MissingAsync(ClusterObjects cluster, IReadOnlyList<Application> applications) => Task.FromResult(
        applications.Select(application => Missing.Of(cluster, application)).FirstOrDefault(missing => missing is not null));

    private static void Make(TestPlatform platform, string health, string sync) =>
        platform.Change(ResourceKind.Applications, "argocd", "developer-service-a", body =>
        {
            body["status"]!["health"]!["status"] = health;
            body["status"]!["sync"]!["status"] = sync;
            body["status"]!["operationState"]!["phase"] = "Succeeded";
        });

    private static void Trouble(TestPlatform platform, string reason, string message, bool crashed)
    {
        Make(platform, health: "Progressing", sync: "Synced");
        var waiting = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = reason, ["message"] = message } };
        var container = new JsonObject { ["name"] = "service-a", ["ready"] = false, ["restartCount"] = 1, ["state"] = waiting };
        if (crashed)
            container["lastState"] = new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 134, ["reason"] = "Error" } };
        SetContainer(platform, container);
    }

    private static void SetContainer(TestPlatform platform, JsonObject container) => platform.SetStatus(
        ResourceKind.Pods,
        "developer",
        Pod,
        new JsonObject { ["phase"] = "Running", ["containerStatuses"] = new JsonArray(container) });

    /// <summary>A clock that goes fifty times as fast as the machine's.</summary>
    private sealed class FastClock : TimeProvider
    {
        private const int Times = 50;

        public override long GetTimestamp() => System.GetTimestamp() * Times;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime / Times, period);
    }
}
