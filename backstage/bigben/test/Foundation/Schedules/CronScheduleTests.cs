using System.Globalization;
using BigBen.Foundation.Schedules;

namespace BigBen.Tests.Foundation.Schedules;

public class CronScheduleTests
{
    [Theory]
    [InlineData("*/5 * * * *")]
    [InlineData("0 2-4,9 1 jan-mar MON")]
    [InlineData("@hourly")]
    [InlineData("@every 1h30m")]
    [InlineData("? 0 * * 0/2")]
    public void A_schedule_is_taken(string schedule) => CronSchedule.Read(schedule).Error.ShouldBeNull();

    [Theory]
    [InlineData("* * * * 7", "end of range (7) above maximum (6): 7")]
    [InlineData("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1")]
    [InlineData("* * 0 * *", "beginning of range (0) below minimum (1): 0")]
    [InlineData("*/0 * * * *", "step of range should be a positive number: */0")]
    [InlineData("1/2/3 * * * *", "too many slashes: 1/2/3")]
    [InlineData("1-2-3 * * * *", "too many hyphens: 1-2-3")]
    [InlineData("x * * * *", "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax")]
    [InlineData("@never", "unrecognized descriptor: @never")]
    public void What_is_none_is_refused_in_the_words_of_the_parser(string schedule, string error) =>
        CronSchedule.Read(schedule).Error.ShouldBe(error);

    [Theory]
    [InlineData("*/15 * * * *", "UTC", "2026-11-26T01:47:30Z", "2026-11-26T02:00:00Z")]
    [InlineData("0 2-4,9 * * *", "UTC", "2026-11-26T04:00:00Z", "2026-11-26T09:00:00Z")]
    [InlineData("30 4 29 feb *", "UTC", "2026-11-26T00:00:00Z", "2028-02-29T04:30:00Z")]
    [InlineData("@weekly", "UTC", "2026-11-26T00:00:00Z", "2026-11-29T00:00:00Z")]
    [InlineData("@every 1h30m", "UTC", "2026-11-26T00:00:10Z", "2026-11-26T01:30:10Z")]
    // One of the two days is enough, unless one of them is left open.
    [InlineData("0 0 13 * fri", "UTC", "2026-11-26T00:00:00Z", "2026-11-27T00:00:00Z")]
    [InlineData("0 0 13 * *", "UTC", "2026-11-26T00:00:00Z", "2026-12-13T00:00:00Z")]
    [InlineData("0 0 */2 * fri", "UTC", "2026-11-26T00:00:00Z", "2026-11-27T00:00:00Z")]
    // A time that is jumped over is none, one that comes twice is two.
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")]
    [InlineData("0 0 * * *", "Asia/Kathmandu", "2026-11-26T00:00:00Z", "2026-11-26T18:15:00Z")]
    [InlineData("0 0 31 2 *", "UTC", "2026-11-26T00:00:00Z", null)]
    public void The_next_time_is_that_of_the_parser_of_Kubernetes(string schedule, string zone, string after, string? next)
    {
        var (read, error) = CronSchedule.Read(schedule);

        error.ShouldBeNull();
        var time = read.Next(DateTimeOffset.Parse(after, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone));
        time.ShouldBe(next is null ? null : DateTimeOffset.Parse(next, CultureInfo.InvariantCulture));
    }
}
