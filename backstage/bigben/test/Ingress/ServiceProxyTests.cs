using System.Net;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;

namespace BigBen.Tests.Ingress;

public class ServiceProxyTests
{
    [Fact]
    public async Task A_pod_reaches_Services_by_their_names()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync("a", "v1");
        await test.WithWebAsync("b", "v2");
        using var client = await ClientAsync(test, "developer");

        (await FetchAsync("http://a:8011/version")).ShouldBe("200 v1");
        (await FetchAsync("http://a.developer:8011/version")).ShouldBe("200 v1");
        (await FetchAsync("http://a.developer.svc:8011/version")).ShouldBe("200 v1");
        (await FetchAsync("http://a.developer.svc.cluster.local:8011/version")).ShouldBe("200 v1");
        (await FetchAsync("http://c:8011/")).ShouldStartWith("502 ");
        (await FetchAsync("http://c:8011/")).ShouldContain("No Service c in developer; there is: a, b");
        (await FetchAsync("http://a:1/")).ShouldContain("Service a in developer has no port 1; it has 8011.");
        (await FetchAsync("http://a.other.svc:8011/")).ShouldContain("No Service a in other; there is: none.");
        (await FetchAsync($"http://127.0.0.1:{test.Controller.Port}/")).ShouldStartWith("404 ");

        // Not a hop that adds to the request: the pod sees what the client sent.
        (await FetchAsync("http://a:8011/request/x%2F")).ShouldNotContain("X-Forwarded");
        (await FetchAsync("http://a:8011/request/x%2F?y=%20")).ShouldContain("\"/request/x%2F?y=%20\"");
        await test.TrafficAsync(span => span.Service == "a" ? span.Count : 0, 6);

        async Task<string> FetchAsync(string url)
        {
            var response = await client.GetAsync(url);
            return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
        }
    }

    [Fact]
    public async Task Each_namespace_means_its_own_Services()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync("a", "v1");
        await test.WithWebAsync("a", "v2", "production", "production.test");

        (await AskAsync("developer", "http://a:8011/version")).ShouldBe("v1");
        (await AskAsync("production", "http://a:8011/version")).ShouldBe("v2");
        (await AskAsync("developer", "http://a.production:8011/version")).ShouldBe("v2");
        (await AddressAsync(test, "developer")).ShouldBe(await AddressAsync(test, "developer"));

        async Task<string> AskAsync(string ns, string url)
        {
            using var client = await ClientAsync(test, ns);
            return await client.GetStringAsync(url);
        }
    }

    [Fact]
    public async Task Programs_find_the_proxy_by_their_variables()
    {
        await using var test = await TestIngress.StartAsync();
        test.Service("a");
        test.Service("b", "production");
        var own = test.Controller.TcpAddresses().Single(address => address.Service.Name == "a").Host;

        var variables = await test.Controller.EnvironmentAsync("developer", CancellationToken.None);

        var direct = own == "127.0.0.1" ? "localhost,127.0.0.1,::1" : $"localhost,127.0.0.1,::1,{own}";
        variables["http_proxy"].ShouldBe((await AddressAsync(test, "developer")).ToString());
        variables["no_proxy"].ShouldBe(direct);
        variables["NO_PROXY"].ShouldBe(direct);
    }

    [Fact]
    public async Task Other_hosts_are_forwarded_as_by_any_proxy()
    {
        await using var test = await TestIngress.StartAsync();
        await using var other = await PodProcess.StartAsync("other", "v1");
        using var client = await ClientAsync(test, "developer");

        (await client.GetStringAsync($"http://127.0.0.1:{other.Port}/request/a%2Fb?c")).ShouldContain("\"/request/a%2Fb?c\"");
        var counted = await client.PostAsync($"http://127.0.0.1:{other.Port}/count", new StringContent("123"));
        (await counted.Content.ReadAsStringAsync()).ShouldBe("3");
        (await client.GetAsync("http://127.0.0.1:1/")).StatusCode.ShouldBe(HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task WebSockets_and_gRPC_reach_Services_by_their_names()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        await using var pod = await Http2Pod.StartAsync();
        test.Service("h2", appProtocol: "kubernetes.io/h2c");
        test.Slice("h2-1", "h2", pod.Port);
        await test.SeenAsync();

        // As .NET asks for WebSockets: by CONNECT.
        var proxy = new WebProxy(await AddressAsync(test, "developer"));
        using (var client = new HttpMessageInvoker(new SocketsHttpHandler { Proxy = proxy }))
            await WebSocketEcho.ShouldEchoAsync("ws://a:8011/websocket", client, HttpVersion.Version11);

        // As gRPC's own library does: HTTP/2 in a tunnel. That of .NET takes no proxy for it, so the tunnel is opened here.
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, _) => await TunnelAsync(test, "h2:8011"),
        };
        using var channel = GrpcChannel.ForAddress("http://h2:8011", new GrpcChannelOptions { HttpHandler = handler });
        (await channel.CreateCallInvoker().AsyncUnaryCall(EchoGrpc.UnaryMethod, null, new CallOptions(), "hello")).ShouldBe("hello");
    }

    [Theory]
    [InlineData("CONNECT x.test:443 HTTP/1.1\r\nHost: x.test:443\r\nConnection: close\r\n\r\n", "501", "tunnels to Services alone")]
    [InlineData("CONNECT c:80 HTTP/1.1\r\nHost: c:80\r\nConnection: close\r\n\r\n", "502", "No Service c in developer")]
    [InlineData("GET / HTTP/1.1\r\nHost: a:8011\r\nConnection: close\r\n\r\n", "400", "as http_proxy")]
    public async Task What_is_no_proxy_request_is_refused(string request, string status, string detail)
    {
        await using var test = await TestIngress.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, (await AddressAsync(test, "developer")).Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));

        var answer = await new StreamReader(client.GetStream()).ReadToEndAsync().WaitAsync(Eventually.Deadline);

        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        answer.ShouldContain("application/problem+json");
        answer.ShouldContain(detail);
    }

    private static async Task<Stream> TunnelAsync(TestIngress test, string authority)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, (await AddressAsync(test, "developer")).Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n"));
        var answer = new byte["HTTP/1.1 200 Connection established\r\n\r\n".Length];
        await stream.ReadExactlyAsync(answer);
        Encoding.ASCII.GetString(answer).ShouldStartWith("HTTP/1.1 200 ");
        return stream;
    }

    private static Task<Uri> AddressAsync(TestIngress test, string ns) => test.Controller.ProxyForAsync(ns, CancellationToken.None);

    private static async Task<HttpClient> ClientAsync(TestIngress test, string ns) =>
        new(new SocketsHttpHandler { Proxy = new WebProxy(await AddressAsync(test, ns)) }) { Timeout = Eventually.Deadline };
}
