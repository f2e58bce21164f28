using Spectre.Console;

namespace BigBen.Verbs.Progress;

/// <summary>Progress on a terminal: finished steps as lines, the running ones with a spinner and their seconds below.</summary>
public sealed class TerminalProgress : IProgressDisplay
{
    private readonly IAnsiConsole console;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly List<(string Step, long Start)> running = [];
    private readonly TaskCompletionSource done = new();
    private readonly Task live;
    private StatusContext? status;

    /// <summary>Starts the live line; <see cref="DisposeAsync"/> takes it away.</summary>
    /// <param name="console">The terminal.</param>
    /// <param name="clock">Tells how long a step has been running.</param>
    public TerminalProgress(IAnsiConsole console, TimeProvider clock)
    {
        (this.console, this.clock) = (console, clock);
        live = console.Status().Spinner(Spinner.Known.Dots).StartAsync("…", RefreshAsync);
    }

    /// <inheritdoc/>
    public void Show(RunEvent runEvent)
    {
        lock (gate)
        {
            switch (runEvent)
            {
                case StepStarted started:
                    running.Add((started.Step, clock.GetTimestamp()));
                    break;
                case StepNoted noted:
                    console.MarkupLineInterpolated($"  [grey]· {noted.Step}: {noted.Text}[/]");
                    break;
                case StepFinished finished:
                    running.RemoveAll(entry => entry.Step == finished.Step);
                    Finished(finished);
                    break;
            }

            ShowRunning();
        }
    }

    /// <inheritdoc/>
    public void Line(string text)
    {
        lock (gate)
            console.WriteLine(text);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        done.TrySetResult();
        await live;
    }

    private void Finished(StepFinished step)
    {
        var colour = step.Outcome switch
        {
            StepOutcome.Succeeded => "green",
            StepOutcome.Failed => "red",
            _ => "grey",
        };
        console.MarkupLine(
            $"  [{colour}]{StepText.Mark(step.Outcome)}[/] {Markup.Escape(step.Step)}  "
            + $"[grey]{StepText.Seconds(step.Seconds)}  {Markup.Escape(StepText.Detail(step))}[/]");
    }

    private async Task RefreshAsync(StatusContext context)
    {
        lock (gate)
            status = context;
        while (await Task.WhenAny(done.Task, Task.Delay(TimeSpan.FromMilliseconds(200), clock)) != done.Task)
        {
            lock (gate)
                ShowRunning();
        }

        lock (gate)
            status = null;
    }

    private void ShowRunning()
    {
        if (status is null)
            return;
        status.Status = running.Count == 0
            ? "[grey]…[/]"
            : string.Join("[grey], [/]", running.Select(entry =>
                $"{Markup.Escape(entry.Step)} [grey]{StepText.Seconds(clock.GetElapsedTime(entry.Start).TotalSeconds)}[/]"));
    }
}
