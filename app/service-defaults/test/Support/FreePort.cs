using System.Net;
using System.Net.Sockets;

namespace BigBen.ServiceDefaults.Tests.Support;

internal static class FreePort
{
    /// <summary>A port that nobody listens on, below those that systems hand out: while a test leaves it closed, no other
    /// connection gets it by chance.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(15_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }
}
