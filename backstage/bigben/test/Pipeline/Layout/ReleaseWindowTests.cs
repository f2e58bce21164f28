using System.Globalization;
using BigBen.Pipeline.Layout;

namespace BigBen.Tests.Pipeline.Layout;

public sealed class ReleaseWindowTests
{
    private static readonly ReleaseWindow Weekend = new("deny", "0 18 * * 5", "62h", "Europe/Berlin");
    private static readonly ReleaseWindow Office = new("allow", "0 9 * * 1-5", "8h", null);
    private static readonly ReleaseWindow Never = new("deny", "* * * * *", "2m", null);

    [Theory]
    [InlineData("2026-11-27T16:59:00Z", true)] // Friday, 17:59 in Berlin
    [InlineData("2026-11-27T17:01:00Z", false)]
    [InlineData("2026-11-30T06:59:00Z", false)] // Monday
    [InlineData("2026-11-30T07:01:00Z", true)]
    public void One_that_denies_closes_while_it_lasts(string now, bool isOpen) =>
        ReleaseWindow.AreOpen([Weekend], At(now)).ShouldBe(isOpen);

    [Fact]
    public void Where_some_allow_everything_else_is_closed_and_one_that_denies_goes_before()
    {
        ReleaseWindow.AreOpen([], At("2026-11-28T12:00:00Z")).ShouldBeTrue();
        ReleaseWindow.AreOpen([Office], At("2026-11-26T12:00:00Z")).ShouldBeTrue();
        ReleaseWindow.AreOpen([Office], At("2026-11-26T18:00:00Z")).ShouldBeFalse();
        ReleaseWindow.AreOpen([Office, Never], At("2026-11-26T12:00:00Z")).ShouldBeFalse();
    }

    [Fact]
    public void They_open_when_the_last_of_them_lets()
    {
        // Berlin's weekend ends at 7:00, the office opens at 9:00.
        ReleaseWindow.Opening([Weekend, Office], At("2026-11-28T12:00:00Z")).ShouldBe(At("2026-11-30T09:00:00Z"));
        ReleaseWindow.Opening([Weekend], At("2026-11-28T12:00:00Z")).ShouldBe(At("2026-11-30T07:00:00Z"));
        ReleaseWindow.Opening([Never], At("2026-11-28T12:00:00Z")).ShouldBeNull();
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
