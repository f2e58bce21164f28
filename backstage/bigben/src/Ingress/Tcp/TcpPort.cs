using System.Net;
using System.Net.Sockets;
using BigBen.Ingress.Routing;

namespace BigBen.Ingress.Tcp;

/// <summary>
/// A port of a Service on this machine. While there are pods it takes connections and passes them on; while there are none they are
/// refused, as by kube-proxy, and the port is held all the same. Used by one thread at a time.
/// </summary>
internal sealed class TcpPort : IDisposable
{
    // Every file handle is in use: some connection may end meanwhile.
    private static readonly TimeSpan AcceptAgain = TimeSpan.FromMilliseconds(100);

    private readonly Func<EndpointList?> _endpoints;
    private readonly CancellationToken _cutOff;
    private Socket _socket;
    private bool _isListening;

    /// <summary>Takes the port.</summary>
    /// <param name="address">The address.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="endpoints">Finds the pods as of now; null where there is no such Service any more.</param>
    /// <param name="cutOff">Ends every connection.</param>
    /// <exception cref="SocketException">It cannot be had.</exception>
    public TcpPort(IPAddress address, int port, Func<EndpointList?> endpoints, CancellationToken cutOff)
    {
        (_endpoints, _cutOff) = (endpoints, cutOff);
        _socket = Bound(new IPEndPoint(address, port));
    }

    /// <summary>The port's number.</summary>
    public int Number => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Takes connections if there is a pod, and refuses them if there is none.</summary>
    /// <exception cref="SocketException">Another program took the port while nobody listened there.</exception>
    public void Update()
    {
        var isWanted = _endpoints() is { IsEmpty: false };
        if (isWanted == _isListening)
            return;
        if (isWanted)
        {
            _socket.Listen();
            _ = AcceptAsync(_socket);
        }
        else
        {
            var endpoint = _socket.LocalEndPoint!;
            _socket.Dispose();
            _socket = Bound(endpoint);
        }

        _isListening = isWanted;
    }

    /// <summary>Lets go of the port. Connections go on, as on a cluster whose Service is deleted.</summary>
    public void Dispose() => _socket.Dispose();

    private static Socket Bound(EndPoint endpoint)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task AcceptAsync(Socket socket)
    {
        while (true)
        {
            try
            {
                _ = TcpRelay.ServeAsync(await socket.AcceptAsync(), _endpoints(), _cutOff);
            }
            catch (Exception e) when (e is SocketException { SocketErrorCode: SocketError.OperationAborted } or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(AcceptAgain);
            }
        }
    }
}
