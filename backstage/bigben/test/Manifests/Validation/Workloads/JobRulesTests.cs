using System.Text.Json.Nodes;
using BigBen.Manifests.Validation;

namespace BigBen.Tests.Manifests.Validation.Workloads;

public class JobRulesTests
{
    [Theory]
    [InlineData("*/5 * * * *", null, null)]
    [InlineData("* * * * 7", null, "end of range (7) above maximum (6): 7")]
    [InlineData("TZ=UTC * * * * *", null, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")]
    [InlineData("TZ=UTC * * * * *", "Etc/UTC", "cannot use both timeZone field and TZ or CRON_TZ in schedule")]
    public void The_schedule_of_a_CronJob_has_no_time_zone_of_its_own(string schedule, string? zone, string? error)
    {
        var spec = new JsonObject { ["schedule"] = schedule, ["timeZone"] = zone };

        Validator.Errors("batch", "CronJob", new JsonObject { ["spec"] = spec })
            .SingleOrDefault(found => found.Field == "spec.schedule")?.Message.Split("\": ", 2)[1]
            .ShouldBe(error);
    }
}
