using System.Net;
using System.Net.Sockets;

namespace BigBen.Kubelet.Containers;

/// <summary>Hands out ports on 127.0.0.1 on which nobody listens.</summary>
internal sealed class FreePorts
{
    // Below the ports that Linux (32768 up) and macOS (49152 up) give to outgoing connections, which would take one between now and its
    // use.
    private const int First = 20000;
    private const int End = 32768;

    private readonly Lock _gate = new();
    private readonly HashSet<int> _taken = [];

    /// <summary>A port for the caller alone, until it is given back.</summary>
    /// <exception cref="PlatformException">All are taken.</exception>
    public int Take()
    {
        lock (_gate)
        {
            var start = Random.Shared.Next(End - First);
            for (var i = 0; i < End - First; i++)
            {
                var port = First + ((start + i) % (End - First));
                if (!_taken.Contains(port) && CanListen(port))
                {
                    _taken.Add(port);
                    return port;
                }
            }
        }

        throw new PlatformException(
            $"No port from {First} to {End - 1} is free on 127.0.0.1. Stop some of the programs that listen there.");
    }

    /// <summary>Lets others have a port again.</summary>
    public void GiveBack(int port)
    {
        lock (_gate)
            _taken.Remove(port);
    }

    /// <summary>Whether nobody listens on a port.</summary>
    public static bool CanListen(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
