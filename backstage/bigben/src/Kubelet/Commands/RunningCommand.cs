using BigBen.ApiServer.Streaming;
using BigBen.Foundation.Processes;
using BigBen.Kubelet.Processes;

namespace BigBen.Kubelet.Commands;

/// <summary>A command that was started beside a container's program.</summary>
/// <param name="process">Its process.</param>
/// <param name="terminal">Its terminal; null where it has none.</param>
/// <param name="mark">What marks everything that it starts.</param>
/// <param name="containerEnded">Completes when its container has ended.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class RunningCommand(
    ContainerProcess process, PseudoTerminal? terminal, string mark, Task containerEnded, TimeProvider clock)
{
    // What a command gets to end by itself when nobody waits for it any more: the kubelet's least grace.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    /// <summary>Lets it read and write until it ends.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="OperationCanceledException">It was ended by <paramref name="cancellationToken"/>.</exception>
    public async Task<int> RunAsync(ContainerStreams streams, CancellationToken cancellationToken)
    {
        using var unwatched = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var input = new CancellationTokenSource();
        var reading = Task.WhenAll(FeedAsync(streams.Input, input.Token), ResizeAsync(streams, input.Token));
        var writing = WriteAsync(streams, unwatched);
        try
        {
            await Task.WhenAny(process.Exited, containerEnded).WaitAsync(unwatched.Token);
            // Nothing of a container outlives its program.
            await process.KillAsync();
        }
        catch (OperationCanceledException)
        {
            await EndAsync();
        }

        await input.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // What it has left running holds its output open, and is nobody's any more. One that is just being started has no mark to see yet.
        do
        {
            Leftovers.KillCommand(mark);
            await Task.WhenAny(writing, Task.Delay(Again, clock, cancellationToken));
        }
        while (!writing.IsCompleted && !cancellationToken.IsCancellationRequested);
        await writing.WaitAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return await process.Exited;
    }

    private async Task FeedAsync(Stream? from, CancellationToken cancellationToken)
    {
        try
        {
            await using (from)
                await (from ?? Stream.Null).CopyToAsync(terminal?.Keyboard ?? process.Input, cancellationToken);
        }
        catch (IOException)
        {
            // The command has closed its input: what it does not want, nobody gets.
        }
        finally
        {
            // There is no such thing as the end of a terminal's input; whoever types ends programs by Ctrl-D.
            if (terminal is null)
                process.Input.Dispose();
        }
    }

    private async Task ResizeAsync(ContainerStreams streams, CancellationToken cancellationToken)
    {
        if (terminal is null || streams.Sizes is not { } sizes)
            return;
        await foreach (var size in sizes.ReadAllAsync(cancellationToken))
            terminal.Resize(size);
    }

    // A client that does not take the output is gone.
    private async Task WriteAsync(ContainerStreams streams, CancellationTokenSource unwatched)
    {
        try
        {
            await (terminal is null
                ? Task.WhenAll(
                    process.Output.CopyToAsync(streams.Output, unwatched.Token), process.Error.CopyToAsync(streams.Error, unwatched.Token))
                : terminal.CopyToAsync(streams.Output, unwatched.Token));
        }
        catch
        {
            await unwatched.CancelAsync();
            throw;
        }
    }

    // A terminal that is closed hangs up, which a shell understands that is deaf to SIGTERM.
    private async Task EndAsync()
    {
        Signals.Send(process.Identity, terminal is null ? Signals.Terminate : Signals.HangUp);
        using var ended = new CancellationTokenSource();
        await Task.WhenAny(process.Exited, Task.Delay(Patience, clock, ended.Token));
        await ended.CancelAsync();
        await process.KillAsync();
    }
}
