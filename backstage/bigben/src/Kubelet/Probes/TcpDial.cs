using System.Net;
using System.Net.Sockets;

namespace BigBen.Kubelet.Probes;

/// <summary>The connection of a probe.</summary>
internal static class TcpDial
{
    /// <summary>Null where the port takes a connection, otherwise what went wrong.</summary>
    public static async Task<string?> RunAsync(int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            return null;
        }
        catch (SocketException e)
        {
            return Failure(port, e);
        }
    }

    /// <summary>A failed connection as Go's net package words it, and with it every kubelet.</summary>
    public static string Failure(int port, SocketException e)
    {
        var cause = e.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "connection refused",
            SocketError.ConnectionReset => "connection reset by peer",
            _ => e.Message,
        };
        return $"dial tcp 127.0.0.1:{port}: connect: {cause}";
    }
}
