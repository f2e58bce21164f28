using BigBen.Kubelet;
using BigBen.Kubelet.Containers;

namespace BigBen.Tests.Kubelet.Containers;

public class BackOffTests
{
    [Fact]
    public void Restarts_wait_as_the_kubelet_does()
    {
        var backOff = new BackOff(BackOffOptions.Kubelet, new ManualClock());
        var waits = Enumerable.Range(0, 8).Select(_ =>
        {
            backOff.Attempt();
            return backOff.Next(immediateFirst: true).TotalSeconds;
        });

        waits.ShouldBe([0, 10, 20, 40, 80, 160, 300, 300]);
    }

    [Fact]
    public void A_run_of_ten_minutes_is_forgiven()
    {
        var clock = new ManualClock();
        var backOff = new BackOff(BackOffOptions.Kubelet, clock);
        for (var i = 0; i < 3; i++)
        {
            backOff.Attempt();
            backOff.Next(immediateFirst: true);
        }

        backOff.Attempt();
        clock.Advance(TimeSpan.FromMinutes(10));
        backOff.Next(immediateFirst: true).TotalSeconds.ShouldBe(40);
        backOff.Attempt();
        clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        backOff.Next(immediateFirst: true).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Images_are_waited_for_from_the_start_and_afresh_after_a_success()
    {
        var backOff = new BackOff(BackOffOptions.Kubelet, new ManualClock());

        backOff.Next(immediateFirst: false).TotalSeconds.ShouldBe(10);
        backOff.Next(immediateFirst: false).TotalSeconds.ShouldBe(20);
        backOff.Reset();
        backOff.Next(immediateFirst: false).TotalSeconds.ShouldBe(10);
    }
}
