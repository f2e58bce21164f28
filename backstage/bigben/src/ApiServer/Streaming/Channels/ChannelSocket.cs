using System.Buffers;
using System.Net.WebSockets;

namespace BigBen.ApiServer.Streaming.Channels;

/// <summary>
/// A WebSocket of the subprotocols <c>v4.channel.k8s.io</c> and <c>v5.channel.k8s.io</c>: the first byte of each message is its channel.
/// </summary>
/// <param name="socket">The WebSocket; one sends and one receives at a time.</param>
internal sealed class ChannelSocket(WebSocket socket) : IDisposable
{
    // How long a client may take to confirm the end. What it has not read by then is nobody's business any more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>A stream whose writes are messages of a channel.</summary>
    public Stream Writer(byte channel) => new SendStream((data, cancellationToken) => SendAsync(channel, data, cancellationToken));

    /// <summary>Sends one message; returns when the connection has taken it.</summary>
    /// <exception cref="WebSocketException">The client is gone.</exception>
    public async Task SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var message = ArrayPool<byte>.Shared.Rent(data.Length + 1);
        try
        {
            message[0] = channel;
            data.CopyTo(message.AsMemory(1));
            await _sending.WaitAsync(cancellationToken);
            try
            {
                await socket.SendAsync(
                    message.AsMemory(0, data.Length + 1), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            }
            finally
            {
                _sending.Release();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    /// <summary>Passes on what the client sends, in pieces, until it closes the connection or is gone.</summary>
    /// <param name="take">Takes a piece: the channel, the bytes, and whether they are the message's last ones.</param>
    /// <param name="cancellationToken">Cuts the connection.</param>
    public async Task ReceiveAsync(Func<byte, ReadOnlyMemory<byte>, bool, Task> take, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        byte? channel = null;
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken) is { MessageType: not WebSocketMessageType.Close } part)
            {
                var data = buffer.AsMemory(0, part.Count);
                if (channel is null && part.Count > 0)
                {
                    channel = buffer[0];
                    data = data[1..];
                }

                if (channel is not null)
                    await take(channel.Value, data, part.EndOfMessage);
                if (part.EndOfMessage)
                    channel = null;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // Gone without a word, which is an end like any other.
        }
    }

    /// <summary>Says that nothing follows, and lets the client read to the end.</summary>
    /// <param name="receiving">The receiving, which ends when the client has confirmed the end.</param>
    /// <param name="clock">Tells how long that takes.</param>
    public async Task CloseAsync(Task receiving, TimeProvider clock)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, late.Token);
            await receiving.WaitAsync(late.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            socket.Abort();
        }
    }

    public void Dispose() => _sending.Dispose();
}
