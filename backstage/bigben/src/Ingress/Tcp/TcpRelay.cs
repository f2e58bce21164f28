using System.Net;
using System.Net.Sockets;
using BigBen.Ingress.Routing;

namespace BigBen.Ingress.Tcp;

/// <summary>Passes a connection on to a pod.</summary>
internal static class TcpRelay
{
    // For each direction of each connection; most are idle.
    private const int BufferBytes = 16 * 1024;

    /// <summary>
    /// Connects to the next pod in turn that can be connected to and passes on what either side says, until both have said all. An end of
    /// one side alone is passed on as such, a reset as a reset; where there is no pod, the client gets one.
    /// </summary>
    /// <param name="client">The connection; disposed at the end.</param>
    /// <param name="endpoints">The pods.</param>
    /// <param name="cancellationToken">Cuts it off.</param>
    public static async Task ServeAsync(Socket client, EndpointList? endpoints, CancellationToken cancellationToken)
    {
        using (client)
        {
            using var pod = await ConnectAsync(endpoints, cancellationToken);
            if (pod is null)
            {
                Reset(client);
                return;
            }

            // Both before either is used: a socket that was told to send no more counts as disconnected, and makes no stream.
            await using var fromClient = StreamOf(client);
            await using var fromPod = StreamOf(pod);
            await Task.WhenAll(PassAsync(fromClient, fromPod, cancellationToken), PassAsync(fromPod, fromClient, cancellationToken));
        }
    }

    private static async Task<Socket?> ConnectAsync(EndpointList? endpoints, CancellationToken cancellationToken)
    {
        var tried = new List<PodEndpoint>();
        while (endpoints?.Next(tried) is { } endpoint)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                var url = new Uri(endpoint.Url);
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(url.Host), url.Port), cancellationToken);
                return socket;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                if (cancellationToken.IsCancellationRequested)
                    return null;
                tried.Add(endpoint);
            }
        }

        return null;
    }

    private static NetworkStream StreamOf(Socket socket)
    {
        socket.NoDelay = true;
        return new NetworkStream(socket);
    }

    private static async Task PassAsync(NetworkStream from, NetworkStream to, CancellationToken cancellationToken)
    {
        try
        {
            await from.CopyToAsync(to, BufferBytes, cancellationToken);
            to.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Who only stops to read would take a broken connection for a whole answer.
            Reset(from.Socket);
            Reset(to.Socket);
        }
    }

    // A close without a wait is a reset.
    private static void Reset(Socket socket) => socket.Close(timeout: 0);
}
