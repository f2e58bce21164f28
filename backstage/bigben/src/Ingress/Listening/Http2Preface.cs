using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace BigBen.Ingress.Listening;

/// <summary>
/// Tells HTTP/2 from HTTP/1.1 by what a client says first (RFC 9113, section 3.4): without TLS there is nothing else to tell them by, and
/// Kestrel takes only one of them at an endpoint.
/// </summary>
internal static class Http2Preface
{
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Waits for what a client says first, and passes its connection on with nothing of that taken away.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="http1">Takes all but HTTP/2.</param>
    /// <param name="http2">Takes HTTP/2.</param>
    public static async Task DispatchAsync(ConnectionContext connection, ConnectionDelegate http1, ConnectionDelegate http2)
    {
        bool isHttp2;
        try
        {
            isHttp2 = await IsHttp2Async(connection);
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException)
        {
            // The client left before it said anything.
            return;
        }

        await (isHttp2 ? http2(connection) : http1(connection));
    }

    private static async Task<bool> IsHttp2Async(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        await using var stopping = StopSignal.Register(connection);
        while (true)
        {
            var read = await input.ReadAsync();
            var said = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, Preface.Length));
            var isPossible = IsStart(said);
            var isDecided = !isPossible || said.Length == Preface.Length || read.IsCompleted || read.IsCanceled;
            input.AdvanceTo(read.Buffer.Start, isDecided ? read.Buffer.Start : read.Buffer.End);
            if (isDecided)
                return isPossible && said.Length == Preface.Length;
        }
    }

    private static bool IsStart(in ReadOnlySequence<byte> said)
    {
        Span<byte> start = stackalloc byte[Preface.Length];
        said.CopyTo(start);
        return Preface.StartsWith(start[..(int)said.Length]);
    }
}
