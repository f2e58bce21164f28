namespace BigBen.Verbs.Progress;

/// <summary>Progress as plain lines: for pipes, files and the output of <c>git push</c>. No control characters.</summary>
/// <param name="output">Where the lines go.</param>
/// <param name="clock">Tells when a step has taken long enough to be announced before its end.</param>
public sealed class PlainProgress(TextWriter output, TimeProvider clock) : IProgressDisplay
{
    // A step that ends sooner is told by its end alone.
    private static readonly TimeSpan AnnounceAfter = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, ITimer> waiting = [];

    /// <inheritdoc/>
    public void Show(RunEvent runEvent)
    {
        lock (gate)
        {
            switch (runEvent)
            {
                case StepStarted started:
                    Forget(started.Step);
                    waiting[started.Step] = clock.CreateTimer(_ => Announce(started.Step), null, AnnounceAfter, Timeout.InfiniteTimeSpan);
                    break;
                case StepNoted noted:
                    Write($"  · {noted.Step}: {noted.Text}");
                    break;
                case StepFinished finished:
                    Forget(finished.Step);
                    Write($"  {StepText.Finished(finished)}");
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void Line(string text)
    {
        lock (gate)
            Write(text);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (gate)
        {
            foreach (var step in waiting.Keys.ToList())
                Forget(step);
        }

        return ValueTask.CompletedTask;
    }

    private void Announce(string step)
    {
        lock (gate)
        {
            if (!waiting.ContainsKey(step))
                return;
            try
            {
                Write($"  … {step}");
            }
            catch (IOException)
            {
                // A full disk or a reader that went: a timer's exception would end the process, and whoever writes next is told.
            }
        }
    }

    private void Forget(string step)
    {
        if (waiting.Remove(step, out var timer))
            timer.Dispose();
    }

    private void Write(string line)
    {
        output.Write(line + "\n");
        output.Flush();
    }
}
