using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Resources;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Controllers.CronJobs;

public sealed class CronJobControllerTests : IDisposable
{
    private readonly CronRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Its_statuses_and_events_are_those_of_a_real_cluster()
    {
        _run.Create("minutely", """
            "schedule": "* * * * *", "timeZone": "Etc/UTC", "concurrencyPolicy": "Forbid", "successfulJobsHistoryLimit": 1,
            "failedJobsHistoryLimit": 1
            """);
        _run.MoveTo("01:48:00");
        _run.Finish("minutely-29927628", "01:48:14");
        _run.MoveTo("01:49:00");
        _run.Finish("minutely-29927629", "01:49:09");
        _run.MoveTo("01:50:00");
        _run.Finish("minutely-29927630", "01:50:09");

        var golden = Golden.Lines("watch/cronjobs.jsonl").ToLookup(line => line.TextAt("watch"));
        _run.Statuses.ShouldBe(golden["cronjobs"].Select(line => line.At("status")!.Value.GetRawText().Replace(" ", "")));
        _run.Events.ShouldBe(golden["events"].Select(line => line.TextAt("event")!));
        var job = _run.Jobs.Single();
        job.TextAt("metadata", "annotations", "batch.kubernetes.io/cronjob-scheduled-timestamp").ShouldBe("2026-11-26T01:50:00Z");
        OwnerReference.ControllerOf(job)!.Name.ShouldBe("minutely");
    }

    [Fact]
    public void It_tells_when_it_is_due_again()
    {
        _run.Create("a", """ "schedule": "0 3 * * *", "timeZone": "Europe/Berlin" """);

        _run.Wait.ShouldBe(TimeSpan.FromMinutes(13) + TimeSpan.FromMilliseconds(100));
        _run.MoveTo("02:00:00");
        _run.Jobs.Single().TextAt("metadata", "annotations", "batch.kubernetes.io/cronjob-scheduled-timestamp")
            .ShouldBe("2026-11-26T03:00:00+01:00");
    }

    [Theory]
    [InlineData("Allow", 2, 2)]
    [InlineData("Forbid", 1, 1)]
    [InlineData("Replace", 1, 1)]
    public void What_runs_still_when_the_next_is_due_is_let_be_kept_or_replaced(string policy, int jobs, int active)
    {
        _run.Create("a", $""" "schedule": "* * * * *", "concurrencyPolicy": "{policy}" """);
        _run.MoveTo("01:48:00");
        _run.MoveTo("01:49:00");

        _run.Jobs.Count.ShouldBe(jobs);
        _run.CronJob.ItemsAt("status", "active").Count().ShouldBe(active);
        _run.Jobs[^1].NameOf().ShouldBe(policy == "Forbid" ? "a-29927628" : "a-29927629");
    }

    [Fact]
    public void One_that_was_forbidden_starts_late_unless_it_is_too_late_for_it()
    {
        _run.Create("a", """ "schedule": "*/2 * * * *", "concurrencyPolicy": "Forbid", "startingDeadlineSeconds": 30 """);
        _run.MoveTo("01:48:00");
        _run.MoveTo("01:50:00");
        _run.Finish("a-29927628", "01:50:20");
        _run.Jobs[^1].NameOf().ShouldBe("a-29927630");
        _run.MoveTo("01:52:00");
        _run.Finish("a-29927630", "01:52:40");

        _run.Jobs.Count.ShouldBe(2);
    }

    [Fact]
    public void While_it_is_suspended_nothing_is_due_and_of_what_was_missed_the_last_one_is_made()
    {
        _run.Create("a", """ "schedule": "* * * * *", "suspend": true """);
        _run.MoveTo("05:00:30");
        _run.Jobs.ShouldBeEmpty();
        _run.Wait.ShouldBeNull();

        _run.Change(spec => spec["suspend"] = false);

        _run.Jobs.Single().NameOf().ShouldBe("a-29927820");
        _run.Events.First().ShouldStartWith("Warning TooManyMissedTimes: too many missed start times.");
    }

    [Fact]
    public void What_failed_is_kept_apart_from_what_succeeded()
    {
        _run.Create("a", """ "schedule": "* * * * *", "successfulJobsHistoryLimit": 2, "failedJobsHistoryLimit": 0 """);
        for (var minute = 48; minute < 52; minute++)
        {
            _run.MoveTo($"01:{minute}:00");
            _run.Finish($"a-{29927580 + minute}", $"01:{minute}:05", minute == 50 ? "Failed" : "Complete");
        }

        _run.Jobs.Select(job => job.NameOf()).ShouldBe(["a-29927629", "a-29927631"]);
        _run.CronJob.TextAt("status", "lastSuccessfulTime").ShouldBe("2026-11-26T01:51:05Z");
    }

    [Fact]
    public void A_Job_that_is_deleted_by_hand_is_no_longer_active()
    {
        _run.Create("a", """ "schedule": "* * * * *" """);
        _run.MoveTo("01:48:00");
        _run.Store.Delete(Kinds.Jobs, TestCluster.Namespace, "a-29927628");
        _run.MoveTo("01:48:01");

        _run.CronJob.At("status", "active").ShouldBeNull();
        _run.Events.ShouldContain("Normal MissingJob: Active job went missing: a-29927628");
    }
}
