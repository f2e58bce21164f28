using BigBen.Kubelet.Usage;

namespace BigBen.Tests.Kubelet.Usage;

public class UsageRateTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_rate_is_the_mean_since_the_start_and_each_other_that_since_the_question_before()
    {
        var rate = new UsageRate(Start);

        rate.Next(Start.AddSeconds(10), TimeSpan.FromSeconds(5)).ShouldBe((0.5, TimeSpan.FromSeconds(10)));
        rate.Next(Start.AddSeconds(20), TimeSpan.FromSeconds(6)).ShouldBe((0.1, TimeSpan.FromSeconds(10)));
        // Asked again within a second: still the mean since the question before the last.
        rate.Next(Start.AddSeconds(20.5), TimeSpan.FromSeconds(6.05)).ShouldBe((0.1, TimeSpan.FromSeconds(10.5)));
    }
}
