using System.Text.Json;
using BigBen.ArgoCd.Health;
using BigBen.Manifests;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.ArgoCd.Health;

public sealed class CronJobHealthTests
{
    private const string Three = "2026-01-02T03:00:00Z";

    [Theory]
    [InlineData("true", "{}", HealthCode.Suspended, "CronJob is Suspended")]
    [InlineData("false", "null", HealthCode.Progressing, "Waiting for CronJob")]
    [InlineData("false", "{}", HealthCode.Healthy, "CronJob has not been scheduled yet")]
    [InlineData(
        "false", $$"""{ "lastScheduleTime": "{{Three}}" }""",
        HealthCode.Healthy, "The Cronjob never completed succesfully. It may not be healthy")]
    [InlineData(
        "false", $$"""{ "lastScheduleTime": "{{Three}}", "lastSuccessfulTime": "2026-01-01T03:00:09Z", "active": [{}] }""",
        HealthCode.Healthy, "The job is running. Its last execution may not have been successful")]
    [InlineData(
        "false", $$"""{ "lastScheduleTime": "{{Three}}", "lastSuccessfulTime": "2026-01-01T03:00:09Z" }""",
        HealthCode.Degraded, "CronJob has not completed its last execution successfully")]
    [InlineData(
        "false", $$"""{ "lastScheduleTime": "{{Three}}", "lastSuccessfulTime": "2026-01-02T03:00:09Z" }""",
        HealthCode.Healthy, "CronJob has completed its last execution successfully")]
    public void It_is_judged_by_its_last_run_as_Argo_CD_judges_it(string suspend, string status, object health, string message)
    {
        var live = Parse($$"""{ "metadata": { "name": "nightly" }, "spec": { "suspend": {{suspend}} }, "status": {{status}} }""");

        HealthCheck.Of(new ObjectKey("batch", "CronJob", "developer", "nightly"), live)
            .ShouldBe(new HealthStatus((HealthCode)health, message));
    }

    [Fact]
    public void One_that_nothing_waits_for_is_healthy_and_says_how_its_last_run_ended()
    {
        var live = Parse($$"""
            {
              "metadata": { "name": "backup", "annotations": { "argocd.argoproj.io/ignore-healthcheck": "true" } },
              "status": { "lastScheduleTime": "{{Three}}", "lastSuccessfulTime": "2026-01-01T03:00:09Z" }
            }
            """);

        HealthCheck.Of(new ObjectKey("batch", "CronJob", "developer", "backup"), live)
            .ShouldBe(new HealthStatus(HealthCode.Healthy, "CronJob has not completed its last execution successfully"));
    }

    [Fact]
    public void Everything_that_a_real_one_went_through_is_healthy()
    {
        var seen = Golden.Lines("watch/cronjobs.jsonl").Where(line => line.GetProperty("watch").GetString() == "cronjobs").ToList();

        seen.Count.ShouldBeGreaterThan(3);
        seen.Select(live => CronJobHealth.Of(live).Status).ShouldAllBe(health => health == HealthCode.Healthy);
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
