namespace BigBen.Foundation;

/// <summary>A piece of work in named, timed steps, told as it happens: a bootstrap, a delivery, a release, a rollback.</summary>
/// <param name="id">The run's name, also that of its log folder.</param>
/// <param name="logDirectory">Where the logs of its steps go; made when first used.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="sink">Takes every event, in order, one at a time.</param>
public sealed class Run(string id, string logDirectory, TimeProvider clock, Action<RunEvent> sink)
{
    private readonly long started = clock.GetTimestamp();
    private readonly Lock order = new();

    /// <summary>The run's name.</summary>
    public string Id { get; } = id;

    /// <summary>Every event, after the sink has it, for others who wait for this run.</summary>
    public event Action<RunEvent>? Told;

    /// <summary>The path of a step's log file, in a folder that exists.</summary>
    /// <param name="name">The file's name without ending, such as <c>test-service-a</c>.</param>
    public string LogFile(string name)
    {
        Directory.CreateDirectory(logDirectory);
        return Path.Combine(logDirectory, $"{name}.log");
    }

    /// <summary>Runs one step: its start, its notes, its end with the seconds; a failure is told and thrown on.</summary>
    public async Task<T> StepAsync<T>(string name, Func<Step, Task<T>> body)
    {
        var start = clock.GetTimestamp();
        var step = new Step(text => Tell(new StepNoted(clock.GetUtcNow(), name, text)));
        Tell(new StepStarted(clock.GetUtcNow(), name));
        try
        {
            var result = await body(step);
            Finish(step.Skipped ? StepOutcome.Skipped : StepOutcome.Succeeded, step.Detail);
            return result;
        }
        catch (Exception e)
        {
            Finish(StepOutcome.Failed, e is OperationCanceledException ? "interrupted" : e.Message);
            throw;
        }

        void Finish(StepOutcome outcome, string? detail) =>
            Tell(new StepFinished(clock.GetUtcNow(), name, outcome, clock.GetElapsedTime(start).TotalSeconds, detail));
    }

    /// <summary>Runs one step that gives nothing back.</summary>
    public Task StepAsync(string name, Func<Step, Task> body) =>
        StepAsync(name, async step =>
        {
            await body(step);
            return true;
        });

    /// <summary>Says that the run ended.</summary>
    public void Finish(bool succeeded, string message, bool waits = false) =>
        Tell(new RunFinished(clock.GetUtcNow(), succeeded, message, clock.GetElapsedTime(started).TotalSeconds, waits));

    private void Tell(RunEvent runEvent)
    {
        lock (order)
        {
            sink(runEvent);
            Told?.Invoke(runEvent);
        }
    }
}

/// <summary>A step at work.</summary>
/// <param name="note">Takes its notes.</param>
public sealed class Step(Action<string> note)
{
    /// <summary>What came out of it, in a few words; shown beside its time.</summary>
    public string? Detail { get; set; }

    /// <summary>Whether there turned out to be nothing to do.</summary>
    public bool Skipped { get; private set; }

    /// <summary>Tells one line while the step works.</summary>
    public void Note(string text) => note(text);

    /// <summary>Says that there was nothing to do, and why.</summary>
    public void Skip(string why) => (Skipped, Detail) = (true, why);
}
