using System.Collections.Concurrent;
using System.Threading.Channels;

namespace BigBen.Console;

/// <summary>Starts runs, keeps what they said under the state folder, and hands their events to whoever asked for them.</summary>
/// <param name="directory">A folder per run goes here.</param>
/// <param name="clock">Names runs and times their steps.</param>
public sealed class RunJournal(string directory, TimeProvider clock)
{
    private const int Kept = 200;
    private const string EventsFile = "events.jsonl";
    private readonly ConcurrentDictionary<string, byte> _active = new();
    private readonly ConcurrentDictionary<string, RunDocument> _ended = new();
    private readonly ConcurrentDictionary<(string Kind, RunState State), (long Count, double Seconds)> _totals = new();
    private int _counter;
    private long _version;

    /// <summary>Grows with every event of every run.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>How many runs of a kind ended how since the platform came up, and how long they took in all, in seconds.</summary>
    public IReadOnlyDictionary<(string Kind, RunState State), (long Count, double Seconds)> Totals => _totals;

    /// <summary>The ids of the runs that are kept, the newest first.</summary>
    public IReadOnlyList<string> Ids =>
        Directory.Exists(directory)
            ? [.. Directory.GetDirectories(directory).Select(folder => Path.GetFileName(folder)!).Where(HasEvents)
                .OrderDescending(StringComparer.Ordinal)]
            : [];

    /// <summary>Starts a run; its events come as they happen, the last one is <see cref="RunFinished"/>.</summary>
    /// <param name="kind">What it is, for its name: <c>deliver</c>, <c>release</c> ….</param>
    /// <param name="body">
    /// The work; returns the closing sentence. A <see cref="PlatformException"/> becomes the sentence of a run that failed, or waits.
    /// </param>
    /// <param name="cancellationToken">Cancelled when nobody waits for the run any more.</param>
    public IAsyncEnumerable<RunEvent> Start(
        string kind, Func<Run, CancellationToken, Task<string>> body, CancellationToken cancellationToken)
    {
        // A run has a few dozen events, so a slow reader never slows it and never makes it grow.
        var events = Channel.CreateUnbounded<RunEvent>(new UnboundedChannelOptions { SingleReader = true });
        Begin(kind, body, runEvent => events.Writer.TryWrite(runEvent), () => events.Writer.Complete(), cancellationToken);
        return events.Reader.ReadAllAsync(CancellationToken.None);
    }

    /// <summary>Starts a run that nobody waits for.</summary>
    /// <returns>Its id, by which it can be read.</returns>
    /// <inheritdoc cref="Start"/>
    public string Begin(string kind, Func<Run, CancellationToken, Task<string>> body, CancellationToken cancellationToken) =>
        Begin(kind, body, _ => { }, () => { }, cancellationToken);

    /// <summary>Whether a run is at work.</summary>
    public bool IsActive(string id) => _active.ContainsKey(id);

    /// <summary>A run as it stands; null where there is none of that id.</summary>
    public RunDocument? Find(string id)
    {
        if (_ended.TryGetValue(id, out var known))
            return known;
        if (!IsName(id) || !HasEvents(id))
            return null;
        // Asked between the two looks at the file: a run is active before it has one, and has ended when it is not any more.
        var running = IsActive(id);
        var run = RunDocument.Read(id, Path.Combine(directory, id, EventsFile), running, Logs(id));
        if (!running)
            _ended[id] = run;
        return run;
    }

    /// <summary>The file of a run's log; null where there is none.</summary>
    /// <param name="id">The run.</param>
    /// <param name="name">The log, such as <c>test-service-a</c>.</param>
    public string? LogPath(string id, string name) =>
        IsName(id) && HasEvents(id) && Logs(id).Contains(name) ? Path.Combine(directory, id, $"{name}.log") : null;

    // An id comes from outside and becomes part of a path.
    private static bool IsName(string id) => id.Length is > 0 and < 100 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private bool HasEvents(string id) => File.Exists(Path.Combine(directory, id, EventsFile));

    private IReadOnlyList<string> Logs(string id) =>
        [.. Directory.GetFiles(Path.Combine(directory, id), "*.log").OrderBy(File.GetCreationTimeUtc)
            .Select(file => Path.GetFileNameWithoutExtension(file)!)];

    private string Begin(
        string kind,
        Func<Run, CancellationToken, Task<string>> body,
        Action<RunEvent> tell,
        Action end,
        CancellationToken cancellationToken)
    {
        Prune();
        var id = $"{clock.GetUtcNow():yyyyMMdd-HHmmss}-{Interlocked.Increment(ref _counter):000}-{kind}";
        var folder = Path.Combine(directory, id);
        Directory.CreateDirectory(folder);
        _active[id] = 0;
        var file = new StreamWriter(Path.Combine(folder, EventsFile)) { AutoFlush = true };
        var run = new Run(id, folder, clock, runEvent =>
        {
            tell(runEvent);
            file.WriteLine(runEvent.ToJson());
            Interlocked.Increment(ref _version);
            if (runEvent is RunFinished finished)
                Count(kind, finished);
        });
        _ = Task.Run(
            async () =>
            {
                try
                {
                    await using (file)
                        await GuardAsync(run, body, cancellationToken);
                }
                catch (IOException e)
                {
                    var why = $"'{folder}' cannot be written: {e.Message}. Free some space and run the command again.";
                    tell(new RunFinished(clock.GetUtcNow(), false, why, 0));
                }
                finally
                {
                    _active.TryRemove(id, out _);
                    Interlocked.Increment(ref _version);
                    end();
                }
            },
            CancellationToken.None);
        return id;
    }

    private void Count(string kind, RunFinished finished) =>
        _totals.AddOrUpdate(
            (kind, RunDocument.StateOf(finished)),
            (1, finished.Seconds),
            (_, total) => (total.Count + 1, total.Seconds + finished.Seconds));

    private static async Task GuardAsync(Run run, Func<Run, CancellationToken, Task<string>> body, CancellationToken cancellationToken)
    {
        try
        {
            run.Finish(true, await body(run, cancellationToken));
        }
        catch (WaitsException e)
        {
            run.Finish(false, e.Message, waits: true);
        }
        catch (PlatformException e)
        {
            run.Finish(false, e.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            run.Finish(false, "Interrupted; run the same command again to go on from here.");
        }
        catch (Exception e) when (FileFailure.Is(e))
        {
            run.Finish(false, FileFailure.Explain(e));
        }
        catch (Exception e)
        {
            // A defect of ours: the sentence names the file that holds the rest.
            var log = run.LogFile("defect");
            await File.WriteAllTextAsync(log, e.ToString(), CancellationToken.None);
            run.Finish(false, $"Big Ben met a defect of its own ({e.GetType().Name}: {e.Message}); please report it with '{log}'.");
        }
    }

    private void Prune()
    {
        if (!Directory.Exists(directory))
            return;
        foreach (var old in Directory.GetDirectories(directory).Order(StringComparer.Ordinal).SkipLast(Kept - 1))
        {
            Directory.Delete(old, recursive: true);
            _ended.TryRemove(Path.GetFileName(old), out _);
        }
    }
}
