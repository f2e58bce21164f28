using System.Text.Json.Nodes;
using BigBen.Manifests.Validation;
using BigBen.Manifests.Validation.Values;

namespace BigBen.Tests.Manifests.Validation.Values;

public class CronScheduleTests
{
    [Theory]
    [InlineData("*/5 * * * *")]
    [InlineData("0 2-4,9 1 jan-mar MON")]
    [InlineData("@hourly")]
    [InlineData("@every 1h30m")]
    [InlineData("? 0 * * 0/2")]
    public void A_schedule_is_taken(string schedule) => Error(schedule).ShouldBeNull();

    [Theory]
    [InlineData("* * * * 7", "end of range (7) above maximum (6): 7")]
    [InlineData("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1")]
    [InlineData("* * 0 * *", "beginning of range (0) below minimum (1): 0")]
    [InlineData("*/0 * * * *", "step of range should be a positive number: */0")]
    [InlineData("1/2/3 * * * *", "too many slashes: 1/2/3")]
    [InlineData("1-2-3 * * * *", "too many hyphens: 1-2-3")]
    [InlineData("x * * * *", "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax")]
    [InlineData("@never", "unrecognized descriptor: @never")]
    [InlineData("TZ=UTC * * * * *", "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")]
    public void What_is_none_is_refused_in_the_words_of_the_parser(string schedule, string error) => Error(schedule).ShouldBe(error);

    private static string? Error(string schedule)
    {
        var errors = new List<FieldError>();
        CronSchedule.BeValid(Field.Root(new JsonObject { ["schedule"] = schedule }, errors)["schedule"]);
        return errors.SingleOrDefault()?.Message.Split("\": ", 2)[1];
    }
}
