using BigBen.ApiServer.Tables;

namespace BigBen.Tests.ApiServer.Tables;

public class HumanDurationTests
{
    // The cases of Kubernetes' own test of duration.HumanDuration.
    [Theory]
    [InlineData(-2, "<invalid>")]
    [InlineData(-1, "0s")]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(121, "2m1s")]
    [InlineData((9 * 60) + 59, "9m59s")]
    [InlineData(10 * 60, "10m")]
    [InlineData((2 * 3600) + (59 * 60), "179m")]
    [InlineData(3 * 3600, "3h")]
    [InlineData((7 * 3600) + (59 * 60), "7h59m")]
    [InlineData(8 * 3600, "8h")]
    [InlineData((47 * 3600) + (59 * 60), "47h")]
    [InlineData(48 * 3600, "2d")]
    [InlineData(49 * 3600, "2d1h")]
    [InlineData(8 * 86400, "8d")]
    [InlineData(2 * 365 * 86400L, "2y")]
    [InlineData(((2 * 365) + 1) * 86400L, "2y1d")]
    [InlineData(8 * 365 * 86400L, "8y")]
    public void A_duration_is_told_in_two_units_at_most(long seconds, string expected) =>
        HumanDuration.Of(TimeSpan.FromSeconds(seconds)).ShouldBe(expected);

    [Fact]
    public void A_moment_that_is_not_known_is_told_so() => HumanDuration.Since(null, DateTimeOffset.UnixEpoch).ShouldBe("<unknown>");
}
