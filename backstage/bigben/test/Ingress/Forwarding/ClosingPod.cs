using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BigBen.Tests.Ingress.Forwarding;

/// <summary>Reads the heads of requests and closes the connection of each, or of the first ones.</summary>
internal sealed class ClosingPod : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<string> _heads = [];
    private readonly int _closes;
    private readonly bool _diesAtFirst;
    private readonly Task _serving;

    public ClosingPod(int closes = int.MaxValue, bool diesAtFirst = false)
    {
        (_closes, _diesAtFirst) = (closes, diesAtFirst);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    public int Port { get; }

    /// <summary>What came.</summary>
    public IReadOnlyList<string> Heads
    {
        get
        {
            lock (_heads)
                return [.. _heads];
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(connection.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Nobody can connect any more.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
                return;
            head.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        int number;
        lock (_heads)
        {
            _heads.Add(head.ToString());
            number = _heads.Count;
        }

        if (_diesAtFirst)
            _listener.Stop();
        else if (number > _closes)
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
    }
}
