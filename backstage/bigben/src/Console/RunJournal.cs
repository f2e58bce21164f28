using System.Threading.Channels;
using BigBen.Foundation;

namespace BigBen.Console;

/// <summary>Starts runs, keeps what they said under the state folder, and hands their events to whoever asked for them.</summary>
/// <param name="directory">A folder per run goes here.</param>
/// <param name="clock">Names runs and times their steps.</param>
public sealed class RunJournal(string directory, TimeProvider clock)
{
    private const int Kept = 200;
    private int counter;

    /// <summary>Starts a run; its events come as they happen, the last one is <see cref="RunFinished"/>.</summary>
    /// <param name="kind">What it is, for its name: <c>deliver</c>, <c>release</c> ….</param>
    /// <param name="body">The work; returns the closing sentence. A <see cref="PlatformException"/> becomes the sentence of a failed run.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for the run any more.</param>
    public IAsyncEnumerable<RunEvent> Start(string kind, Func<Run, CancellationToken, Task<string>> body, CancellationToken cancellationToken)
    {
        Prune();
        var id = $"{clock.GetUtcNow():yyyyMMdd-HHmmss}-{Interlocked.Increment(ref counter):000}-{kind}";
        var folder = Path.Combine(directory, id);
        Directory.CreateDirectory(folder);

        // A run has a few dozen events, so a slow reader never slows it and never makes it grow.
        var events = Channel.CreateUnbounded<RunEvent>(new UnboundedChannelOptions { SingleReader = true });
        var file = new StreamWriter(Path.Combine(folder, "events.jsonl")) { AutoFlush = true };
        var run = new Run(id, folder, clock, runEvent =>
        {
            events.Writer.TryWrite(runEvent);
            file.WriteLine(runEvent.ToJson());
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
                    events.Writer.TryWrite(new RunFinished(clock.GetUtcNow(), false, $"'{folder}' cannot be written: {e.Message}. Free some space and run the command again.", 0));
                }
                finally
                {
                    events.Writer.Complete();
                }
            },
            CancellationToken.None);
        return events.Reader.ReadAllAsync(CancellationToken.None);
    }

    private static async Task GuardAsync(Run run, Func<Run, CancellationToken, Task<string>> body, CancellationToken cancellationToken)
    {
        try
        {
            run.Finish(true, await body(run, cancellationToken));
        }
        catch (PlatformException e)
        {
            run.Finish(false, e.Message);
        }
        catch (OperationCanceledException)
        {
            run.Finish(false, "Interrupted; run the same command again to go on from here.");
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
            Directory.Delete(old, recursive: true);
    }
}
