using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Tests.Kubernetes;
using BigBen.Tests.Kubernetes.Questions;
using BigBen.Verbs;
using BigBen.Verbs.Views;

namespace BigBen.Tests.Verbs.Views;

public sealed class StatusRowTests
{
    [Fact]
    public async Task Its_JSON_says_sync_and_health_in_Argo_CDs_words()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        var cluster = await ClusterObjects.ReadAsync(platform.Api, ClusterCache.Kinds, CancellationToken.None);
        var application = ApplicationList.Services(cluster).Single(application => application.Name == "developer-service-a");

        var row = JsonSerializer.SerializeToElement(StatusRow.From(cluster, application, 8080), JsonPrinting.Options);

        row.GetProperty("sync").GetString().ShouldBe($"{application.Sync}");
        row.GetProperty("health").GetString().ShouldBe($"{application.Health.Status}");
        row.GetProperty("url").GetString().ShouldEndWith(":8080");
    }

    [Fact]
    public async Task What_is_to_have_no_pods_is_asleep()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        platform.Change(ResourceKind.Deployments, "developer", "service-a", body => body["spec"]!["replicas"] = 0);
        var cluster = await platform.ReadAsync();

        var rows = ApplicationList.Services(cluster).Select(application => StatusRow.From(cluster, application, 8080)).ToList();

        rows.Select(row => row.Asleep).ShouldBe([true, false]);
        rows[0].Cells(DateTimeOffset.UnixEpoch).ShouldContain("asleep");
    }

    [Fact]
    public async Task A_pod_that_crashes_again_and_again_is_told_with_the_way_to_its_last_words()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        platform.Change(
            ResourceKind.Applications, "argocd", "developer-service-a", body => body["status"]!["health"]!["status"] = "Progressing");
        platform.SetStatus(
            ResourceKind.Pods,
            "developer",
            "service-a-8dd95887b-jz7jg",
            JsonNode.Parse(
                """
                {
                  "phase": "Running",
                  "containerStatuses": [{
                    "name": "service-a", "ready": false, "restartCount": 2,
                    "state": { "waiting": { "reason": "CrashLoopBackOff" } },
                    "lastState": { "terminated": { "exitCode": 7, "reason": "Error" } }
                  }]
                }
                """)!);
        var cluster = await platform.ReadAsync();

        StatusRow.From(cluster, ApplicationList.Find(cluster, "developer-service-a"), 8080).Message.ShouldEndWith(
            " Pod service-a-8dd95887b-jz7jg is in CrashLoopBackOff, after exit code 7; "
            + "'./bootstrap/big-ben.sh logs developer-service-a' shows why.");
    }

    [Fact]
    public async Task A_CronJob_is_scheduled_and_its_last_run_is_told()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        ScheduleTests.PutCronJob(
            platform, """{ "schedule": "0 3 * * *" }""",
            """{ "lastScheduleTime": "2026-01-02T03:00:00Z", "lastSuccessfulTime": "2026-01-02T03:00:09Z" }""");
        var cluster = await platform.ReadAsync();

        var row = StatusRow.From(cluster, ApplicationList.Find(cluster, "developer-service-a"), 8080);

        row.Cells(DateTimeOffset.UnixEpoch)[3].ShouldBe("scheduled");
        row.Times(DateTimeOffset.Parse("2026-01-02T05:07:00Z")).ShouldBe(
            ["developer-service-a: CronJob nightly: 0 3 * * *, last run succeeded, 2h7m ago"]);
    }
}
