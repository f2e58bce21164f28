using BigBen.Foundation;

namespace BigBen.Tests.Foundation;

public class CoalescedDelayTests
{
    private static readonly DateTimeOffset Whole = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 1000, 1000)]
    [InlineData(3, 1000, 997)]
    [InlineData(499, 1000, 501)]
    [InlineData(500, 1000, 1500)]
    [InlineData(999, 1000, 1001)]
    [InlineData(250, 10000, 9750)]
    [InlineData(750, 10000, 10250)]
    public void It_ends_on_the_whole_second_that_is_nearest(int now, int time, int expected) =>
        CoalescedDelay.Rounded(TimeSpan.FromMilliseconds(time), Whole.AddMilliseconds(now)).ShouldBe(TimeSpan.FromMilliseconds(expected));
}
