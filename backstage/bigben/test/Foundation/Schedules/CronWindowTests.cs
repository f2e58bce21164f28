using BigBen.Foundation;
using BigBen.Foundation.Schedules;

namespace BigBen.Tests.Foundation.Schedules;

public sealed class CronWindowTests
{
    // A Thursday.
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 14, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0 14 * * *", "1h", "", "2026-11-26T15:00:00Z")] // it is open, and closes
    [InlineData("0 15 * * *", "1h", "", "2026-11-26T15:00:00Z")] // it is not, and opens
    [InlineData("0 18 * * 5", "62h", "", "2026-11-27T18:00:00Z")]
    [InlineData("0 15 * * *", "1h", "Europe/Berlin", "2026-11-26T15:00:00Z")]
    [InlineData("0 0 30 2 *", "1h", "", null)]
    public void The_next_time_at_which_it_may_open_or_close(string schedule, string duration, string zone, string? next) =>
        CronWindow.Parse(schedule, duration, zone).NextEdge(Now)
            .ShouldBe(next is null ? null : DateTimeOffset.Parse(next, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("every day", "1h", null, "cannot parse schedule 'every day'")]
    [InlineData("@every 2h", "1h", null, "cannot parse schedule '@every 2h'")]
    [InlineData("0 14 * * *", "soon", null, "cannot parse duration 'soon'")]
    [InlineData("0 14 * * *", "1h", "Nowhere/City", "cannot parse timeZone")]
    public void What_cannot_be_read_is_named(string schedule, string duration, string? zone, string reason) =>
        Should.Throw<PlatformException>(() => CronWindow.Parse(schedule, duration, zone)).Message.ShouldStartWith(reason);
}
