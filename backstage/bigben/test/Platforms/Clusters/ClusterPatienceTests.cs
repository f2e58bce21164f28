using BigBen.Foundation;
using BigBen.Platforms.Clusters;

namespace BigBen.Tests.Platforms.Clusters;

public sealed class ClusterPatienceTests
{
    [Fact]
    public void A_crash_is_believed_sooner_than_a_registry_that_was_away_for_two_attempts_of_the_kubelet()
    {
        var usual = new ClusterPatience();

        usual.Pulling.ShouldBeGreaterThan(TimeSpan.FromSeconds(10 + 20));
        usual.Failing.ShouldBeLessThan(usual.Pulling);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("1800")]
    public void A_failure_is_believed_long_before_the_wait_is_over(string seconds)
    {
        var patience = ClusterPatience.Of(seconds);

        patience.Ready.ShouldBe(TimeSpan.FromSeconds(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)));
        patience.Failing.ShouldBeLessThan(patience.Ready / 2);
        patience.Recovering.ShouldBeLessThan(patience.Ready / 2);
    }

    [Fact]
    public void More_time_is_for_what_is_made_and_not_for_what_answers_at_once()
    {
        var (usual, patience) = (new ClusterPatience(), ClusterPatience.Of("1800"));

        (patience.Look, patience.Settle, patience.Failing, patience.Recovering)
            .ShouldBe((usual.Look, usual.Settle, usual.Failing, usual.Recovering));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("0")]
    [InlineData("1e9")]
    public void What_is_no_number_of_seconds_is_refused(string text) =>
        Should.Throw<PlatformException>(() => ClusterPatience.Of(text)).Message.ShouldContain($"{ClusterPatience.Variable} is '{text}'");
}
