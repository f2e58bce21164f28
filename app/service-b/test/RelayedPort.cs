using System.Net;
using System.Net.Sockets;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceB.Tests;

/// <summary>
/// One port that leads to whatever listens behind it, or refuses: a service that is restarted, without how long a process takes to start.
/// </summary>
internal sealed class RelayedPort : IAsyncDisposable
{
    private readonly List<Task> _connections = [];
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    public int Number { get; } = FreePort.Next();

    /// <summary>Leads new connections to a port.</summary>
    public void Open(int target)
    {
        _listener = new TcpListener(IPAddress.Loopback, Number);
        _listener.Start();
        _accepting = AcceptAsync(_listener, target);
    }

    /// <summary>Refuses new connections; those that are open end with the other side.</summary>
    public async Task CloseAsync()
    {
        _listener?.Stop();
        await _accepting;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await Task.WhenAll(_connections);
    }

    private async Task AcceptAsync(TcpListener listener, int target)
    {
        while (true)
        {
            try
            {
                _connections.Add(RelayAsync(await listener.AcceptTcpClientAsync(), target));
            }
            catch (Exception e) when (e is SocketException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private static async Task RelayAsync(TcpClient caller, int target)
    {
        using var _ = caller;
        using var service = new TcpClient();
        try
        {
            await service.ConnectAsync(IPAddress.Loopback, target);
            await Task.WhenAny(
                caller.GetStream().CopyToAsync(service.GetStream()),
                service.GetStream().CopyToAsync(caller.GetStream()));
        }
        catch (SocketException)
        {
            // It ended before it was closed here: the caller sees a connection that breaks.
        }
    }
}
