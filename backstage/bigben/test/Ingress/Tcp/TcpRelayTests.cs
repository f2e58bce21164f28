using System.Net;
using System.Net.Sockets;
using BigBen.Ingress.Routing;
using BigBen.Ingress.Tcp;

namespace BigBen.Tests.Ingress.Tcp;

public class TcpRelayTests
{
    [Fact]
    public async Task Who_has_said_all_before_there_is_a_connection_to_a_pod_is_answered()
    {
        using var pod = Listener();
        using var service = Listener();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(service.LocalEndpoint);
        await client.SendAsync("a question"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);
        var endpoints = new EndpointList();
        endpoints.Set([new PodEndpoint("db-0", $"http://{pod.LocalEndpoint}")], []);

        var relayed = TcpRelay.ServeAsync(await service.AcceptSocketAsync(), endpoints, CancellationToken.None);

        using (var served = await pod.AcceptSocketAsync())
        {
            (await TcpServicesTests.ReadAsync(served)).ShouldBe("a question");
            await served.SendAsync("the answer"u8.ToArray());
        }

        (await TcpServicesTests.ReadAsync(client)).ShouldBe("the answer");
        await relayed.WaitAsync(Eventually.Deadline);
    }

    private static TcpListener Listener()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}
