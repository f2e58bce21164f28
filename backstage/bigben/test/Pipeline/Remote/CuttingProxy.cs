using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Pipeline.Remote;

/// <summary>When the proxy cuts the connection of a push.</summary>
public enum Cut
{
    /// <summary>While the client sends its commits: the server has nothing.</summary>
    InMidPush,

    /// <summary>When the server answers: it has taken everything, and the client never hears of it.</summary>
    BeforeTheReport,
}

/// <summary>A real git server (git daemon) behind a proxy which cuts the connections of the first pushes.</summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    // The request, the wanted ref and the head of the pack pass; not all of it.
    private const int LettersBeforeTheCut = 300;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> connections = [];
    private readonly Process daemon;
    private readonly int daemonPort;
    private readonly Cut cut;
    private readonly Task accepting;
    private int left;

    private CuttingProxy(Process daemon, int daemonPort, Cut cut, int cuts)
    {
        (this.daemon, this.daemonPort, this.cut, left) = (daemon, daemonPort, cut, cuts);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Pushes { get; private set; }

    public string UrlOf(string repository)
    {
        var path = Uri.EscapeDataString(repository).Replace("%2F", "/", StringComparison.Ordinal);
        return $"git://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}{path}";
    }

    public static async Task<CuttingProxy> StartAsync(string folder, Cut cut, int cuts)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = PlatformFixture.FreePort();
            var daemon = Start(folder, port);
            if (await ListensAsync(daemon))
                return new CuttingProxy(daemon, port, cut, cuts);
            daemon.Dispose();
            if (attempt == 3)
                throw new InvalidOperationException("git daemon does not start");
        }
    }

    private static Process Start(string folder, int port) => Process.Start(
        new ProcessStartInfo(
            "git",
            [
                "daemon",
                "--verbose",
                "--export-all",
                "--enable=receive-pack",
                "--listen=127.0.0.1",
                $"--port={port}",
                "--reuseaddr",
                $"--base-path={folder}",
            ])
        {
            RedirectStandardError = true,
        })!;

    // It says so once the port is its own, and ends where somebody else has taken it meanwhile.
    private static async Task<bool> ListensAsync(Process daemon)
    {
        while (await daemon.StandardError.ReadLineAsync() is { } line)
        {
            if (!line.EndsWith("Ready to rumble", StringComparison.Ordinal))
                continue;
            // What it says from here on must not fill the pipe.
            _ = daemon.StandardError.ReadToEndAsync();
            return true;
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        daemon.Kill(entireProcessTree: true);
        await daemon.WaitForExitAsync();
        daemon.Dispose();
        await Task.WhenAll([accepting, .. connections]);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, daemonPort, stop.Token);
                var (near, far) = (client.GetStream(), server.GetStream());
                var request = await RequestAsync(near);
                var isPush = Encoding.ASCII.GetString(request).Contains("git-receive-pack", StringComparison.Ordinal);
                Pushes += isPush ? 1 : 0;
                var cuts = isPush && Interlocked.Decrement(ref left) >= 0;
                await far.WriteAsync(request, stop.Token);
                var up = cuts && cut == Cut.InMidPush ? CopyAsync(near, far, LettersBeforeTheCut) : CopyAsync(near, far, long.MaxValue);
                var down = cuts && cut == Cut.BeforeTheReport ? CopyAdvertisementAsync(far, near) : CopyAsync(far, near, long.MaxValue);
                if (cuts)
                    await (cut == Cut.InMidPush ? up : down);
                else
                    await down;
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One side went away, which is what this is for.
            }
        }
    }

    // One pkt-line: its whole length as four hexadecimal digits, then the rest, which may come as a packet of its own.
    private async Task<byte[]> RequestAsync(NetworkStream near)
    {
        var length = new byte[4];
        await near.ReadExactlyAsync(length, stop.Token);
        var request = new byte[Convert.ToInt32(Encoding.ASCII.GetString(length), 16)];
        length.CopyTo(request, 0);
        await near.ReadExactlyAsync(request.AsMemory(length.Length), stop.Token);
        return request;
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, long limit)
    {
        var buffer = new byte[256];
        try
        {
            for (long passed = 0; passed < limit;)
            {
                var count = await from.ReadAsync(buffer, stop.Token);
                if (count == 0)
                    return;
                await to.WriteAsync(buffer.AsMemory(0, (int)Math.Min(count, limit - passed)), stop.Token);
                passed += count;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The other side went away.
        }
    }

    // Lets the server's list of refs through, which a flush packet ends, and swallows all that follows until it hangs up.
    private async Task CopyAdvertisementAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[4096];
        var open = true;
        while (await from.ReadAsync(buffer, stop.Token) is > 0 and var count)
        {
            if (open)
                await to.WriteAsync(buffer.AsMemory(0, count), stop.Token);
            open = open && !Encoding.ASCII.GetString(buffer, 0, count).EndsWith("0000", StringComparison.Ordinal);
        }
    }
}
