using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.Kubernetes;
using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Questions;

namespace BigBen.Tests.Kubernetes.Questions;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("""{}""", "", "has not run yet")]
    [InlineData("""{ "lastScheduleTime": "2026-01-02T03:00:00Z" }""", "", "last run failed")]
    [InlineData(
        """{ "lastScheduleTime": "2026-01-02T03:00:00Z", "lastSuccessfulTime": "2026-01-02T03:00:09Z" }""", "", "last run succeeded")]
    [InlineData("""{ "lastScheduleTime": "2026-01-02T03:00:00Z" }""", "Complete", "last run succeeded")]
    [InlineData("""{ "lastScheduleTime": "2026-01-02T03:00:00Z" }""", "Failed", "last run failed")]
    [InlineData("""{ "lastScheduleTime": "2026-01-02T03:00:00Z" }""", "Suspended", "last run is running")]
    public async Task It_tells_when_a_CronJob_runs_and_what_its_last_run_came_to(string status, string condition, string lastRun)
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        PutCronJob(platform, """{ "schedule": "0 3 * * *", "timeZone": "Europe/Zurich" }""", status);
        if (condition.Length > 0)
            PutJob(platform, "nightly-1", "2026-01-02T03:00:01Z", condition);
        if (condition == "Complete")
            PutJob(platform, "nightly-0", "2026-01-01T03:00:01Z", "Failed");

        (await OfAsync(platform)).ShouldHaveSingleItem().ToString().ShouldBe($"CronJob nightly: 0 3 * * * Europe/Zurich, {lastRun}");
    }

    [Fact]
    public async Task A_Job_that_a_history_limit_took_away_is_not_mistaken_for_one_that_is_left()
    {
        await using var platform = await TestPlatform.DeveloperAsync();
        PutCronJob(
            platform, """{ "schedule": "@daily", "suspend": true }""",
            """{ "lastScheduleTime": "2026-01-02T03:00:00Z", "lastSuccessfulTime": "2026-01-01T03:00:09Z" }""");
        PutJob(platform, "nightly-0", "2026-01-01T03:00:01Z", "Complete");

        var schedules = await OfAsync(platform);

        schedules.Single().ToString().ShouldBe("CronJob nightly: @daily (suspended), last run failed");
        Schedule.WordOf(schedules).ShouldBe("suspended");
    }

    /// <summary>Makes a CronJob <c>nightly</c> the only object of developer's service-a.</summary>
    internal static void PutCronJob(TestPlatform platform, string spec, string status)
    {
        platform.Put(ResourceKind.CronJobs, Parse(
            $$"""{ "metadata": { "name": "nightly", "namespace": "developer" }, "spec": {{spec}}, "status": {{status}} }"""));
        platform.Change(ResourceKind.Applications, "argocd", "developer-service-a", body => body["status"]!["resources"] = JsonNode.Parse(
            """[{ "group": "batch", "version": "v1", "kind": "CronJob", "namespace": "developer", "name": "nightly" }]"""));
    }

    private static void PutJob(TestPlatform platform, string name, string started, string condition) =>
        platform.Put(ResourceKind.Jobs, Parse(
            $$"""
            {
              "metadata": {
                "name": "{{name}}", "namespace": "developer",
                "ownerReferences": [{ "apiVersion": "batch/v1", "kind": "CronJob", "name": "nightly", "uid": "1", "controller": true }]
              },
              "spec": { "template": { "spec": { "restartPolicy": "Never", "containers": [{ "name": "c", "image": "a:1" }] } } },
              "status": { "startTime": "{{started}}", "conditions": [{ "type": "{{condition}}", "status": "True" }] }
            }
            """));

    private static async Task<IReadOnlyList<Schedule>> OfAsync(TestPlatform platform)
    {
        var cluster = await platform.ReadAsync();
        return Schedule.Of(cluster, ApplicationList.Find(cluster, "developer-service-a"));
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
