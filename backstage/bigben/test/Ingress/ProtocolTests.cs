using System.Net;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;

namespace BigBen.Tests.Ingress;

public class ProtocolTests
{
    [Theory]
    [InlineData("1.1", "1.1", "HTTP/1.1")]
    [InlineData("2.0", "1.1", "HTTP/1.1")]
    [InlineData("1.1", "2.0", "HTTP/2")]
    [InlineData("2.0", "2.0", "HTTP/2")]
    public async Task Client_and_pod_each_speak_their_own_version(string client, string pod, string expected)
    {
        await using var test = await StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, pod == "2.0" ? "http://h2.test/protocol" : "http://a.test/version")
        {
            Version = Version.Parse(client),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var response = await test.Ingress.Client.SendAsync(request);

        response.Version.ShouldBe(Version.Parse(client));
        (await response.Content.ReadAsStringAsync()).ShouldBe(pod == "2.0" ? expected : "v1");
    }

    [Fact]
    public async Task Trailers_arrive()
    {
        await using var test = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://h2.test/trailers")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        var response = await test.Ingress.Client.SendAsync(request);

        (await response.Content.ReadAsStringAsync()).ShouldBe("body");
        response.TrailingHeaders.GetValues("x-sum").ShouldBe(["4"]);
    }

    [Fact]
    public async Task GRPC_passes_both_ways_at_once_with_its_status()
    {
        await using var test = await StartAsync();
        using var channel = GrpcChannel.ForAddress(
            "http://h2.test", new GrpcChannelOptions { HttpHandler = test.NewHandler(), DisposeHttpClient = true });
        var calls = channel.CreateCallInvoker();

        (await calls.AsyncUnaryCall(EchoGrpc.UnaryMethod, null, new CallOptions(), "hello")).ShouldBe("hello");
        var failed = await Should.ThrowAsync<RpcException>(
            async () => await calls.AsyncUnaryCall(EchoGrpc.UnaryMethod, null, new CallOptions(), "fail"));
        failed.Status.ShouldBe(new Status(StatusCode.FailedPrecondition, "as asked for"));

        using var duplex = calls.AsyncDuplexStreamingCall(EchoGrpc.DuplexMethod, null, new CallOptions());
        foreach (var text in new[] { "one", "two" })
        {
            await duplex.RequestStream.WriteAsync(text);
            (await duplex.ResponseStream.MoveNext().WaitAsync(Eventually.Deadline)).ShouldBeTrue();
            duplex.ResponseStream.Current.ShouldBe(text);
        }

        await duplex.RequestStream.CompleteAsync();
        (await duplex.ResponseStream.MoveNext().WaitAsync(Eventually.Deadline)).ShouldBeFalse();
        duplex.GetTrailers().GetValue("x-done").ShouldBe("yes");
    }

    [Theory]
    [InlineData("ws://a.test/websocket", "1.1")]
    [InlineData("ws://a.test/websocket", "2.0")]
    [InlineData("ws://h2.test/websocket", "1.1")]
    [InlineData("ws://h2.test/websocket", "2.0")]
    public async Task WebSockets_pass_through(string url, string version)
    {
        await using var test = await StartAsync();
        using var client = new HttpMessageInvoker(test.NewHandler());

        await WebSocketEcho.ShouldEchoAsync(url, client, Version.Parse(version));
    }

    [Fact]
    public async Task A_client_that_speaks_slowly_is_understood()
    {
        await using var test = await StartAsync();
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, test.Ingress.Controller.Port);

        // The first letters could be HTTP/2's.
        foreach (var part in new[] { "P", "R", "OPFIND /request/x HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n" })
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(part));

        (await new StreamReader(client.GetStream()).ReadToEndAsync().WaitAsync(Eventually.Deadline)).ShouldContain("PROPFIND");
    }

    private static async Task<Http2Test> StartAsync()
    {
        var ingress = await TestIngress.StartAsync();
        var pod = await Http2Pod.StartAsync();
        ingress.Service("h2", appProtocol: "kubernetes.io/h2c");
        ingress.Ingress("h2.test", "h2");
        ingress.Slice("h2-1", "h2", pod.Port);
        return new Http2Test(await ingress.WithWebAsync(), pod);
    }

    private sealed record Http2Test(TestIngress Ingress, Http2Pod Pod) : IAsyncDisposable
    {
        public SocketsHttpHandler NewHandler() => TestIngress.NewHandler(() => Ingress.Controller.Port);

        public async ValueTask DisposeAsync()
        {
            await Ingress.DisposeAsync();
            await Pod.DisposeAsync();
        }
    }
}
