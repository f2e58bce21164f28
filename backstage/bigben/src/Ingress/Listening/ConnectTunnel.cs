using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace BigBen.Ingress.Listening;

/// <summary>
/// Opens the tunnels that clients ask a proxy for by CONNECT, as they do for WebSockets and gRPC. What is in a tunnel is served like every
/// other connection, request by request, so that a tunnel is bound to no pod.
/// </summary>
/// <param name="isServed">Whether there is a tunnel to a host and port; all else is answered as an ordinary request.</param>
internal sealed class ConnectTunnel(Func<string, bool> isServed)
{
    private const int LongestHead = 16 * 1024;

    private static ReadOnlySpan<byte> Method => "CONNECT "u8;

    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    /// <summary>Opens a tunnel where a client asks for one, and passes the connection on.</summary>
    public async Task DispatchAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            if (await AskedForAsync(connection) is { } authority)
            {
                connection.Features.Set(new TunnelFeature(authority));
                await connection.Transport.Output.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
            }
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException)
        {
            // The client left before it said anything.
            return;
        }

        await next(connection);
    }

    // The host and port of a tunnel to open, its request read; null where nothing was read.
    private async Task<string?> AskedForAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        await using var stopping = StopSignal.Register(connection);
        while (true)
        {
            var read = await input.ReadAsync();
            var said = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, LongestHead)).ToArray();
            var isConnect = said.Length < Method.Length ? Method.StartsWith(said) : said.AsSpan().StartsWith(Method);
            var end = said.AsSpan().IndexOf(HeadEnd);
            if (isConnect && end >= 0 && Authority(said) is { } authority && isServed(authority))
            {
                input.AdvanceTo(read.Buffer.GetPosition(end + HeadEnd.Length));
                return authority;
            }

            var isDecided = !isConnect || end >= 0 || said.Length == LongestHead || read.IsCompleted || read.IsCanceled;
            input.AdvanceTo(read.Buffer.Start, isDecided ? read.Buffer.Start : read.Buffer.End);
            if (isDecided)
                return null;
        }
    }

    private static string? Authority(ReadOnlySpan<byte> head)
    {
        var target = head[Method.Length..];
        var space = target.IndexOf((byte)' ');
        return space > 0 ? Encoding.ASCII.GetString(target[..space]) : null;
    }
}
