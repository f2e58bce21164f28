using System.Text.Json.Serialization;

namespace BigBen.Console;

/// <summary>How a run or one of its steps stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunState>))]
public enum RunState
{
    /// <summary>At work.</summary>
    Running,

    /// <summary>Did its work.</summary>
    Succeeded,

    /// <summary>Failed.</summary>
    Failed,

    /// <summary>Asked for what it has to wait for, such as somebody's approval.</summary>
    Waiting,

    /// <summary>There was nothing to do.</summary>
    Skipped,

    /// <summary>The platform ended before it did.</summary>
    Interrupted,
}

/// <summary>A step of a run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">How it stands.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="Seconds">How long it took; null while it is at work.</param>
/// <param name="Detail">What came out of it; null before.</param>
/// <param name="Notes">What it told while it worked.</param>
public sealed record RunStepDocument(
    string Name, RunState State, DateTimeOffset StartedAt, double? Seconds, string? Detail, IReadOnlyList<string> Notes);

/// <summary>A push, delivery, release, rollback, restart or refresh.</summary>
/// <param name="Id">Its id; sorts by time.</param>
/// <param name="Kind">What it is: <c>push</c>, <c>deliver</c>, <c>release</c>, <c>rollback</c>, <c>restart</c>, <c>refresh</c>.</param>
/// <param name="State">How it stands.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="Seconds">How long it took; null while it is at work.</param>
/// <param name="Message">Its closing sentence; null before.</param>
/// <param name="Steps">Its steps, in their order.</param>
/// <param name="Logs">The names of its logs.</param>
public sealed record RunDocument(
    string Id,
    string Kind,
    RunState State,
    DateTimeOffset StartedAt,
    double? Seconds,
    string? Message,
    IReadOnlyList<RunStepDocument> Steps,
    IReadOnlyList<string> Logs)
{
    /// <summary>Reads what a run said so far.</summary>
    /// <param name="id">Its id: date, time, number and kind.</param>
    /// <param name="path">The file of its events.</param>
    /// <param name="running">Whether it is at work.</param>
    /// <param name="logs">The names of its logs.</param>
    internal static RunDocument Read(string id, string path, bool running, IReadOnlyList<string> logs)
    {
        var open = running ? RunState.Running : RunState.Interrupted;
        var steps = new List<RunStepDocument>();
        RunFinished? end = null;
        foreach (var runEvent in Events(path))
        {
            switch (runEvent)
            {
                case StepStarted started:
                    steps.Add(new RunStepDocument(started.Step, open, started.Time, null, null, []));
                    break;
                case StepNoted noted:
                    Change(noted.Step, step => step with { Notes = [.. step.Notes, noted.Text] });
                    break;
                case StepFinished finished:
                    Change(
                        finished.Step,
                        step => step with { State = StateOf(finished.Outcome), Seconds = finished.Seconds, Detail = finished.Detail });
                    break;
                case RunFinished finished:
                    end = finished;
                    break;
            }
        }

        var state = end is null ? open : StateOf(end);
        var begin = end is not null ? end.Time.AddSeconds(-end.Seconds)
            : steps.Count > 0 ? steps[0].StartedAt
            : new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
        return new RunDocument(id, id.Split('-', 4)[^1], state, begin, end?.Seconds, end?.Message, steps, logs);

        void Change(string name, Func<RunStepDocument, RunStepDocument> change)
        {
            var index = steps.FindLastIndex(step => step.Name == name);
            if (index >= 0)
                steps[index] = change(steps[index]);
        }
    }

    /// <summary>How a run that has ended stands.</summary>
    internal static RunState StateOf(RunFinished end) =>
        end.Succeeded ? RunState.Succeeded : end.Waits ? RunState.Waiting : RunState.Failed;

    private static RunState StateOf(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Succeeded => RunState.Succeeded,
        StepOutcome.Skipped => RunState.Skipped,
        _ => RunState.Failed,
    };

    private static IEnumerable<RunEvent> Events(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } line)
        {
            RunEvent runEvent;
            try
            {
                runEvent = RunEvent.FromJson(line);
            }
            catch (JsonException)
            {
                // The last line of a run that is at work or was killed may be half written: the next look sees all of it.
                yield break;
            }

            yield return runEvent;
        }
    }
}
