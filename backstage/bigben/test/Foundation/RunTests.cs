using BigBen.Foundation;

namespace BigBen.Tests.Foundation;

public sealed class RunTests
{
    private readonly List<RunEvent> events = [];

    private Run NewRun() => new("test", Path.Combine(Path.GetTempPath(), $"big-ben-{Guid.NewGuid():N}"), TimeProvider.System, events.Add);

    [Fact]
    public async Task A_step_tells_its_start_its_notes_and_its_end()
    {
        await NewRun().StepAsync("build", step =>
        {
            step.Note("half way");
            step.Detail = "1 built";
            return Task.CompletedTask;
        });

        events.Select(runEvent => runEvent.GetType()).ShouldBe([typeof(StepStarted), typeof(StepNoted), typeof(StepFinished)]);
        var finished = events.OfType<StepFinished>().Single();
        (finished.Outcome, finished.Detail).ShouldBe((StepOutcome.Succeeded, "1 built"));
    }

    [Fact]
    public async Task A_failing_step_tells_why_and_throws_on()
    {
        await Should.ThrowAsync<PlatformException>(() => NewRun().StepAsync("build", _ => throw new PlatformException("It broke.")));

        var finished = events.OfType<StepFinished>().Single();
        (finished.Outcome, finished.Detail).ShouldBe((StepOutcome.Failed, "It broke."));
    }

    [Fact]
    public async Task A_step_with_nothing_to_do_is_skipped()
    {
        await NewRun().StepAsync("build", step =>
        {
            step.Skip("all built");
            return Task.CompletedTask;
        });

        events.OfType<StepFinished>().Single().Outcome.ShouldBe(StepOutcome.Skipped);
    }

    [Fact]
    public async Task Every_event_survives_the_wire()
    {
        var run = NewRun();
        await run.StepAsync("build", step =>
        {
            step.Note("a \"note\"\nof two lines");
            return Task.CompletedTask;
        });
        run.Finish(false, "Over.");

        events.Count.ShouldBe(4);
        foreach (var runEvent in events)
        {
            runEvent.ToJson().ShouldNotContain('\n');
            RunEvent.FromJson(runEvent.ToJson()).ShouldBe(runEvent);
        }
    }
}
