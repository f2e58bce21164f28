using System.Net;
using System.Net.Sockets;

namespace BigBen.Tests.Ingress;

/// <summary>A port of 127.0.0.1 that is this test's own and where nobody listens: who connects to it is refused.</summary>
internal sealed class DeafPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public DeafPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Number => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Dispose() => _socket.Dispose();
}
