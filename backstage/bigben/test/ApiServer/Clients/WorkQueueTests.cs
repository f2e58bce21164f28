using BigBen.ApiServer.Clients;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.ApiServer.Clients;

public sealed class WorkQueueTests : IDisposable
{
    private readonly WorkQueue<string> _queue = new(TimeProvider.System);
    private readonly CancellationTokenSource _late = new(TimeSpan.FromMinutes(1));

    public void Dispose()
    {
        _queue.Dispose();
        _late.Dispose();
    }

    [Fact]
    public async Task A_key_waits_once_however_often_it_is_added()
    {
        _queue.Add("a");
        _queue.Add("b");
        _queue.Add("a");

        (await _queue.TakeAsync(_late.Token)).ShouldBe("a");
        (await _queue.TakeAsync(_late.Token)).ShouldBe("b");
        _queue.TakeAsync(_late.Token).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_that_is_taken_can_be_added_again()
    {
        _queue.Add("a");
        (await _queue.TakeAsync(_late.Token)).ShouldBe("a");
        _queue.Add("a");
        (await _queue.TakeAsync(_late.Token)).ShouldBe("a");
    }

    [Fact]
    public void A_key_can_wait_for_longer_than_any_timer() =>
        Should.NotThrow(() => _queue.AddAfter("a", TimeSpan.FromDays(400)));

    [Fact]
    public async Task What_came_due_while_the_machine_slept_is_late_by_a_minute_at_most()
    {
        var clock = new LaptopClock();
        using var queue = new WorkQueue<string>(clock);
        queue.AddAfter("a", TimeSpan.FromHours(2));
        var taking = queue.TakeAsync(_late.Token);

        clock.Advance(TimeSpan.FromMinutes(2));
        taking.IsCompleted.ShouldBeFalse();
        clock.Sleep(TimeSpan.FromHours(3));
        clock.Advance(TimeSpan.FromMinutes(2));

        (await taking).ShouldBe("a");
    }

    [Fact]
    public async Task A_while_of_many_minutes_is_waited_to_its_end_whatever_the_clock_says()
    {
        var clock = new LaptopClock();
        using var queue = new WorkQueue<string>(clock);
        queue.AddAfter("a", TimeSpan.FromMinutes(3));
        var taking = queue.TakeAsync(_late.Token);

        clock.Sleep(TimeSpan.FromHours(-1));
        foreach (var _ in new[] { 1, 2 })
            clock.Advance(TimeSpan.FromSeconds(61));
        taking.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(61));

        (await taking).ShouldBe("a");
    }

    [Fact]
    public async Task Of_two_whiles_the_shorter_counts()
    {
        _queue.AddAfter("a", TimeSpan.FromHours(1));
        _queue.AddAfter("a", TimeSpan.FromMilliseconds(1));
        _queue.AddAfter("a", TimeSpan.FromHours(1));

        (await _queue.TakeAsync(_late.Token)).ShouldBe("a");
    }
}
