using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace BigBen.Tests.ApiServer.Streaming;

/// <summary>A client of <c>v4.channel.k8s.io</c> and <c>v5.channel.k8s.io</c> that keeps what comes.</summary>
internal sealed class ChannelClient : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly ClientWebSocket _socket;
    private readonly ConcurrentDictionary<byte, MemoryStream> _received = new();

    public ChannelClient(ClientWebSocket socket)
    {
        _socket = socket;
        Closed = ReceiveAsync();
    }

    public string? Protocol => _socket.SubProtocol;

    /// <summary>Completes when the server has closed the connection.</summary>
    public Task Closed { get; }

    public byte[] Bytes(byte channel)
    {
        if (!_received.TryGetValue(channel, out var stream))
            return [];
        lock (stream)
            return stream.ToArray();
    }

    public string Text(byte channel) => Encoding.UTF8.GetString(Bytes(channel));

    /// <summary>Waits for the end, and gives how the command ended.</summary>
    public async Task<JsonNode> StatusAsync()
    {
        await Closed.WaitAsync(Deadline);
        return JsonNode.Parse(Text(3))!;
    }

    /// <summary>Waits for the end, and gives the exit code.</summary>
    public async Task<int> ExitCodeAsync()
    {
        var status = await StatusAsync();
        return (string?)status["status"] == "Success" ? 0 : int.Parse((string)status["details"]!["causes"]![0]!["message"]!);
    }

    public Task SendAsync(byte channel, params byte[] data) =>
        _socket.SendAsync((byte[])[channel, .. data], WebSocketMessageType.Binary, true, CancellationToken.None);

    /// <summary>Sends to one that may have closed the connection already.</summary>
    public async Task TrySendAsync(byte channel, params byte[] data)
    {
        try
        {
            await SendAsync(channel, data);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It has.
        }
    }

    public Task SendAsync(byte channel, string text) => SendAsync(channel, Encoding.UTF8.GetBytes(text));

    /// <summary>Waits until a channel says something.</summary>
    public async Task UntilAsync(byte channel, string text)
    {
        using var late = new CancellationTokenSource(Deadline);
        while (!Text(channel).Contains(text, StringComparison.Ordinal))
        {
            if (Closed.IsCompleted || late.IsCancellationRequested)
                throw new TimeoutException($"It never said {text}, but: {Text(channel)} {Text(3)}");
            await Task.Delay(10);
        }
    }

    /// <summary>Goes away without a word.</summary>
    public void Abort() => _socket.Abort();

    public Task CloseAsync() => _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

    public void Dispose() => _socket.Dispose();

    private async Task ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await _socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: WebSocketMessageType.Binary } first)
            {
                var stream = _received.GetOrAdd(buffer[0], _ => new MemoryStream());
                var (part, start) = (first, 1);
                while (true)
                {
                    lock (stream)
                        stream.Write(buffer, start, part.Count - start);
                    if (part.EndOfMessage)
                        break;
                    (part, start) = (await _socket.ReceiveAsync(buffer, CancellationToken.None), 0);
                }
            }

            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // Cut by one of the two.
        }
    }
}
