using BigBen.Foundation.Schedules;

namespace BigBen.Tests.Foundation.Schedules;

public class GoDurationTests
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(0.02, "20ms")]
    [InlineData(10, "10s")]
    [InlineData(15.003, "15.003s")]
    [InlineData(80, "1m20s")]
    [InlineData(300, "5m0s")]
    [InlineData(3661, "1h1m1s")]
    public void Durations_are_written_as_by_Go(double seconds, string expected) =>
        GoDuration.Of(TimeSpan.FromSeconds(seconds)).ShouldBe(expected);
}
