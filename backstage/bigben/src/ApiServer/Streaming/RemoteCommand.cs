using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Threading.Channels;
using BigBen.ApiServer.Streaming.Channels;

namespace BigBen.ApiServer.Streaming;

/// <summary>A command, or a program that one is attached to, at the other end of a WebSocket.</summary>
/// <param name="socket">The WebSocket.</param>
/// <param name="options">What the client wants.</param>
/// <param name="clock">Tells how long a client takes to go.</param>
internal sealed class RemoteCommand(WebSocket socket, RemoteCommandOptions options, TimeProvider clock)
{
    private const byte Stdin = 0;
    private const byte Stdout = 1;
    private const byte Stderr = 2;
    private const byte Error = 3;
    private const byte Resize = 4;
    private const byte Close = 255;

    // A terminal's size takes some forty bytes.
    private const int LongestSize = 1024;

    private readonly Pipe _input = new();
    private readonly List<byte> _size = [];
    private bool _inputEnded;

    // Only the newest size matters.
    private readonly Channel<TerminalSize> _sizes = Channel.CreateBounded<TerminalSize>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Runs to the end and tells the client how that was; a client that goes away ends it.</summary>
    /// <param name="run">Runs with the client's streams, and gives the <c>Status</c> that it ended with.</param>
    /// <param name="aborted">Set when the connection is cut.</param>
    public async Task RunAsync(Func<ContainerStreams, CancellationToken, Task<JsonObject>> run, CancellationToken aborted)
    {
        using var channels = new ChannelSocket(socket);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var receiving = ReceiveAsync(channels, gone);
        try
        {
            var status = await run(StreamsOf(channels), gone.Token);
            await channels.SendAsync(Error, JsonSerializer.SerializeToUtf8Bytes(status), gone.Token);
        }
        catch (Exception e) when (e is WebSocketException || (e is OperationCanceledException && gone.IsCancellationRequested))
        {
            // The client went away: there is nobody to tell.
        }
        finally
        {
            // What still comes in is read and dropped, so that the client gets to the end of what was sent.
            await _input.Reader.CompleteAsync();
            await channels.CloseAsync(receiving, clock);
        }
    }

    private ContainerStreams StreamsOf(ChannelSocket channels) => new(
        options.Stdin ? _input.Reader.AsStream() : null,
        options.Stdout ? channels.Writer(Stdout) : Stream.Null,
        options.Stderr ? channels.Writer(Stderr) : Stream.Null,
        options.Tty ? _sizes.Reader : null);

    private async Task ReceiveAsync(ChannelSocket channels, CancellationTokenSource gone)
    {
        // Of a client that is gone nothing comes any more, also where the command does not read what came before.
        await channels.ReceiveAsync((channel, data, isLast) => TakeAsync(channel, data, isLast, gone.Token), gone.Token);
        await gone.CancelAsync();
        await EndInputAsync();
        _sizes.Writer.Complete();
    }

    private async Task TakeAsync(byte channel, ReadOnlyMemory<byte> data, bool isLast, CancellationToken gone)
    {
        switch (channel)
        {
            case Stdin when options.Stdin && !_inputEnded:
                await _input.Writer.WriteAsync(data, gone);
                break;
            case Resize when options.Tty && _size.Count + data.Length <= LongestSize:
                _size.AddRange(data.Span);
                if (isLast)
                    TakeSize();
                break;
            case Close when data.Length == 1 && data.Span[0] == Stdin:
                await EndInputAsync();
                break;
        }
    }

    private async Task EndInputAsync()
    {
        _inputEnded = true;
        await _input.Writer.CompleteAsync();
    }

    private void TakeSize()
    {
        try
        {
            if (JsonSerializer.Deserialize<TerminalSize>(_size.ToArray()) is { } size)
                _sizes.Writer.TryWrite(size);
        }
        catch (JsonException)
        {
            // No size: the terminal keeps the one that it has, as on a cluster.
        }

        _size.Clear();
    }
}
