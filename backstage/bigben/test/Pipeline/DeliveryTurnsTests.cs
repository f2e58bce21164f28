using System.Collections.Concurrent;
using BigBen.Foundation;
using BigBen.Pipeline;

namespace BigBen.Tests.Pipeline;

public sealed class DeliveryTurnsTests
{
    private readonly ConcurrentQueue<RunEvent> _seen = new();

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Who_waits_is_shown_what_the_run_before_is_at()
    {
        using var turns = new DeliveryTurns();
        var push = new Run("push", "none", TimeProvider.System, _ => { });
        var turn = await turns.EnterAsync(push, None);
        await push.StepAsync("test service-a", _ => Task.CompletedTask);

        var waiting = turns.EnterAsync(new Run("up", "none", TimeProvider.System, _seen.Enqueue), None);
        await push.StepAsync("build service-a", _ => Task.CompletedTask);
        turn.Dispose();
        using var next = await waiting;
        await push.StepAsync("keep house", _ => Task.CompletedTask);

        _seen.OfType<StepNoted>().Select(note => $"{note.Step}: {note.Text}").ShouldBe(
            ["wait: waiting for run push, which is at: test service-a", "wait: push is at: build service-a"]);
        _seen.OfType<StepFinished>().ShouldHaveSingleItem().Outcome.ShouldBe(StepOutcome.Succeeded);
    }

    [Fact]
    public async Task Who_does_not_wait_is_shown_nothing()
    {
        using var turns = new DeliveryTurns();

        using var turn = await turns.EnterAsync(new Run("up", "none", TimeProvider.System, _seen.Enqueue), None);

        _seen.ShouldBeEmpty();
        turns.TryEnter(new Run("other", "none", TimeProvider.System, _ => { })).ShouldBeNull();
    }
}
