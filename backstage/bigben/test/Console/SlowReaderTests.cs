using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BigBen.Tests.Console;

[Collection(SharedConsole.Name)]
[Trait("Category", "Nightly")]
public sealed class SlowReaderTests(ConsoleFixture platform)
{
    private const int Readers = 40;

    // What a hundred queues of whole lists of Applications would exceed by far.
    private const long Bound = 64 * 1024 * 1024;

    [Fact]
    public async Task Readers_that_never_read_or_vanish_neither_slow_a_delivery_nor_make_the_platform_grow()
    {
        var readers = new List<Socket>();
        try
        {
            var pod = platform.PodsOf("production", "service-a")[0];
            foreach (var path in new[] { "/api/v1/stream", $"/api/v1/pods/production/{pod}/logs?follow=true" })
            {
                for (var i = 0; i < Readers; i++)
                    readers.Add(await AskAsync(path));
            }

            foreach (var vanished in readers.Take(Readers / 2))
            {
                vanished.LingerState = new LingerOption(true, 0);
                vanished.Close();
            }

            var before = GC.GetTotalMemory(forceFullCollection: true);
            for (var i = 0; i < 5; i++)
                await platform.PushSourceAsync("service-b", $"Amid slow readers {i}");

            (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(Bound);
        }
        finally
        {
            foreach (var reader in readers)
                reader.Dispose();
        }
    }

    private async Task<Socket> AskAsync(string path)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1024 };
        await socket.ConnectAsync(IPAddress.Loopback, platform.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: console.bigben.localhost:{platform.Port}\r\n\r\n"));
        return socket;
    }
}
