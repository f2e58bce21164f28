using BigBen.Foundation;
using BigBen.Tests.Kubelet;
using BigBen.Verbs.Progress;

namespace BigBen.Tests.Verbs.Progress;

public sealed class PlainProgressTests
{
    private readonly StringWriter output = new();
    private readonly LaptopClock clock = new();
    private readonly DateTimeOffset now = DateTimeOffset.UnixEpoch;

    [Fact]
    public async Task A_quick_step_is_one_line()
    {
        await using var progress = new PlainProgress(output, clock);

        progress.Show(new StepStarted(now, "build service-a"));
        progress.Show(new StepFinished(now, "build service-a", StepOutcome.Succeeded, 0.25, "abc1234"));

        $"{output}".ShouldBe("  ✓ build service-a  0.3 s  abc1234\n");
    }

    [Fact]
    public async Task A_slow_step_is_announced()
    {
        await using var progress = new PlainProgress(output, clock);

        progress.Show(new StepStarted(now, "build service-a"));

        $"{output}".ShouldBe("");
        clock.Advance(TimeSpan.FromMinutes(1));
        $"{output}".ShouldBe("  … build service-a\n");
    }

    [Fact]
    public async Task An_announcement_that_cannot_be_written_does_not_end_the_process()
    {
        using var full = new FullDisk();
        await using var progress = new PlainProgress(full, clock);

        progress.Show(new StepStarted(now, "build service-a"));

        // By a timer, whose exceptions end the process, and here the test.
        clock.Advance(TimeSpan.FromMinutes(1));
        full.Asked.ShouldBeTrue();
    }

    [Fact]
    public async Task A_failed_step_leaves_its_reason_to_the_last_line_and_nothing_is_a_control_character()
    {
        await using var progress = new PlainProgress(output, clock);

        progress.Show(new StepStarted(now, "test"));
        progress.Show(new StepNoted(now, "test", "running"));
        progress.Show(new StepFinished(now, "test", StepOutcome.Failed, 2, "1 failed"));

        $"{output}".ShouldBe("  · test: running\n  ✗ test  2.0 s\n");
        $"{output}".Where(character => char.IsControl(character) && character != '\n').ShouldBeEmpty();
    }

    private sealed class FullDisk : StringWriter
    {
        public bool Asked { get; private set; }

        public override void Write(string? value)
        {
            Asked = true;
            throw new IOException("No space left on device");
        }
    }
}
