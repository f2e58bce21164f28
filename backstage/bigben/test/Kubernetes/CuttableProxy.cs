using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using BigBen.Kubernetes;

namespace BigBen.Tests.Kubernetes;

/// <summary>Passes TCP connections on, and cuts them when told.</summary>
internal sealed class CuttableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private readonly int _target;

    public CuttableProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether new connections are refused.</summary>
    public bool IsDown { get; set; }

    /// <summary>A client of a platform by way of this.</summary>
    public KubernetesApi Open(TestPlatform platform)
    {
        var file = $"{platform.Server.Kubeconfig}-{Port}";
        File.WriteAllText(
            file, File.ReadAllText(platform.Server.Kubeconfig).Replace(
                $":{platform.Api.Server.Port}", $":{Port}", StringComparison.Ordinal));
        return KubernetesApi.Open(file);
    }

    /// <summary>Breaks every connection.</summary>
    public void Cut()
    {
        foreach (var socket in _open.Keys)
        {
            socket.Close(0);
            _open.TryRemove(socket, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        // Who accepts from a listener that has stopped is told of a mistake.
        await _accepting;
        _listener.Stop();
        Cut();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                _open[client] = 0;
                if (IsDown)
                    client.Close(0);
                else
                    _ = PassAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _open[server] = 0;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await using var one = new NetworkStream(client, ownsSocket: true);
            await using var other = new NetworkStream(server, ownsSocket: true);
            await Task.WhenAny(one.CopyToAsync(other), other.CopyToAsync(one));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }
}
