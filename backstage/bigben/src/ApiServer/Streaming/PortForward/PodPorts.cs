using System.Net.Sockets;
using BigBen.ApiServer.Http;
using BigBen.ApiServer.Registry;

namespace BigBen.ApiServer.Streaming.PortForward;

/// <summary>The ports of the pod that a request is about, as it runs at each moment: a restarted container may have others.</summary>
/// <param name="request">The request.</param>
/// <param name="store">Where the pod is.</param>
/// <param name="runtime">Where its container is.</param>
internal sealed class PodPorts(ApiRequest request, IObjectStore store, IContainerRuntime runtime)
{
    /// <summary>Passes bytes between a client and a port, both ways, until the pod has sent all that it has to send.</summary>
    /// <param name="port">The port's number in the pod.</param>
    /// <param name="input">What the client sends; its end is told to the pod.</param>
    /// <param name="output">Where the pod's answer goes.</param>
    /// <param name="cancellationToken">Cuts the connection.</param>
    /// <returns>Why there is no connection; null where there was one.</returns>
    public async Task<string?> ForwardAsync(int port, Stream input, Stream output, CancellationToken cancellationToken)
    {
        Socket socket;
        try
        {
            socket = await ConnectAsync(port, cancellationToken);
        }
        catch (PlatformException e)
        {
            return $"error forwarding port {port} to pod {request.Namespace}/{request.Name}: {e.Message}";
        }

        await using var connection = new NetworkStream(socket, ownsSocket: true);
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(input, connection, answered.Token);
        try
        {
            await connection.CopyToAsync(output, cancellationToken);
        }
        catch (IOException)
        {
            // The pod has cut the connection, which ends it as well.
        }
        finally
        {
            await answered.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    private async Task<Socket> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var pod = store.Find(request.Resource, request.Namespace, request.Name) ?? throw new PlatformException("the pod is gone");
        var container = runtime.Find(pod, container: null) ?? throw new PlatformException("the pod does not run");
        return await container.ConnectAsync(port, cancellationToken);
    }

    private static async Task SendAsync(Stream input, NetworkStream connection, CancellationToken cancellationToken)
    {
        await input.CopyToAsync(connection, cancellationToken);
        connection.Socket.Shutdown(SocketShutdown.Send);
    }
}
