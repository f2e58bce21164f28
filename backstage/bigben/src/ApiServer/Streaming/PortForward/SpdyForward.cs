using System.Net.WebSockets;
using System.Text;
using BigBen.ApiServer.Streaming.Spdy;

namespace BigBen.ApiServer.Streaming.PortForward;

/// <summary>
/// Ports forwarded as kubectl forwards them, by SPDY in a WebSocket: each connection is two streams of the same <c>requestID</c>, one of
/// <c>streamType</c> <c>data</c> for its bytes, one of <c>error</c> for its failure.
/// </summary>
/// <param name="socket">The WebSocket.</param>
/// <param name="pod">The pod that has the ports.</param>
internal sealed class SpdyForward(WebSocket socket, PodPorts pod)
{
    /// <summary>The subprotocol.</summary>
    public const string Protocol = "SPDY/3.1+portforward.k8s.io";

    private readonly Dictionary<string, SpdyStream> _waiting = [];

    /// <summary>Forwards until the client is gone.</summary>
    /// <param name="aborted">Set when the connection is cut.</param>
    public async Task RunAsync(CancellationToken aborted)
    {
        await using var tunnel = WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: true);
        using var connection = new SpdyConnection(tunnel);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var forwarding = new List<Task>();
        try
        {
            await foreach (var stream in connection.AcceptAsync(aborted))
            {
                forwarding.RemoveAll(task => task.IsCompletedSuccessfully);
                if (Pair(stream) is var (data, error))
                    forwarding.Add(ForwardAsync(data, error, gone.Token));
            }
        }
        catch (InvalidDataException e)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.ProtocolError, e.Message, aborted);
        }
        catch (Exception e) when (IsGone(e))
        {
            // The client went away, which is how forwarding ends.
        }
        finally
        {
            await gone.CancelAsync();
            await Task.WhenAll(forwarding);
        }
    }

    private static bool IsGone(Exception e) => e is IOException or WebSocketException or OperationCanceledException;

    private (SpdyStream Data, SpdyStream Error)? Pair(SpdyStream stream)
    {
        var request = stream.Header("requestid");
        if (!_waiting.Remove(request, out var other))
        {
            _waiting[request] = stream;
            return null;
        }

        return stream.Header("streamtype") == "error" ? (other, stream) : (stream, other);
    }

    private async Task ForwardAsync(SpdyStream data, SpdyStream error, CancellationToken gone)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(gone);
        try
        {
            var forwarding = ForwardAsync(data, over.Token);
            await Task.WhenAny(forwarding, data.WhenReset);
            if (data.WhenReset.IsCompleted)
                await over.CancelAsync();
            if (await forwarding is { } problem)
                await error.Output.WriteAsync(Encoding.UTF8.GetBytes(problem), gone);
            await data.EndAsync(over.Token);
        }
        catch (Exception e) when (IsGone(e))
        {
            // The client has given up this connection, or all of them.
        }

        await EndAsync(error, gone);
    }

    private async Task<string?> ForwardAsync(SpdyStream data, CancellationToken over)
    {
        var text = data.Header("port");
        if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return $"unable to parse \"{text}\" as a port";
        await using var input = data.Input;
        return await pod.ForwardAsync(port, input, data.Output, over);
    }

    // Only then does the client know that the connection is over, also where it has given it up itself.
    private static async Task EndAsync(SpdyStream error, CancellationToken gone)
    {
        try
        {
            await error.EndAsync(gone);
        }
        catch (Exception e) when (IsGone(e))
        {
            // There is nobody to know it.
        }
    }
}
