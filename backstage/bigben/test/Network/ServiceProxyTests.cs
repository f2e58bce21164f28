using System.Net;
using System.Net.Sockets;
using System.Text;
using BigBen.Manifests;
using BigBen.Tests.Manifests;
using BigBen.Tests.Runtime;

namespace BigBen.Tests.Network;

public class ServiceProxyTests
{
    [Fact]
    public async Task A_pod_reaches_Services_by_their_names()
    {
        await using var test = await (await TestRouter.StartAsync()).WithWebAsync("a", "v1");
        await test.WithWebAsync("b", "v2");

        // From inside: an ordinary HttpClient in pod b, which knows only http_proxy.
        (await FetchAsync("http://a:8011/version")).ShouldBe("200 v1");
        (await FetchAsync("http://a.developer:8011/version")).ShouldBe("200 v1");
        (await FetchAsync("http://a.developer.svc:8011/version")).ShouldBe("200 v1");
        (await FetchAsync("http://a.developer.svc.cluster.local:8011/version")).ShouldBe("200 v1");
        (await FetchAsync("http://c:8011/")).ShouldStartWith("502 ");
        (await FetchAsync("http://c:8011/")).ShouldContain("No Service c in developer; there is: a, b.");
        (await FetchAsync("http://a:1/")).ShouldContain("Service a in developer has no port 1; it has 8011.");
        (await FetchAsync("http://a.other.svc:8011/")).ShouldContain("No Service a in other; there is: none.");
        (await FetchAsync($"http://127.0.0.1:{test.Router.Port}/")).ShouldStartWith("404 ");

        // Not a hop that adds to the request: the pod sees what the client sent.
        (await FetchAsync("http://a:8011/request/x")).ShouldNotContain("X-Forwarded");
        await test.TrafficAsync(span => span.Service == "a" ? span.Count : 0, 5);

        Task<string> FetchAsync(string url) => test.Client.GetStringAsync($"http://b.test/fetch?url={Uri.EscapeDataString(url)}");
    }

    [Fact]
    public async Task Each_namespace_means_its_own_Services()
    {
        await using var test = await (await TestRouter.StartAsync()).WithWebAsync("a", "v1");
        foreach (var manifest in Manifest.ParseAll(Yaml.Web("a", "v2", host: "production.test"), "x.yaml", "production"))
            test.Pods.Cluster.Apply(manifest);
        await test.Pods.UntilAsync(() => test.Pods.Cluster.Deployments.All(status => status.IsComplete));

        (await AskAsync("developer", "http://a:8011/version")).ShouldBe("v1");
        (await AskAsync("production", "http://a:8011/version")).ShouldBe("v2");
        (await AskAsync("developer", "http://a.production:8011/version")).ShouldBe("v2");
        (await test.Router.ProxyForAsync("developer")).ShouldBe(await test.Router.ProxyForAsync("developer"));

        async Task<string> AskAsync(string scope, string url)
        {
            using var client = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(await test.Router.ProxyForAsync(scope)) });
            return await client.GetStringAsync(url);
        }
    }

    [Fact]
    public async Task Other_hosts_are_forwarded_as_by_any_proxy()
    {
        await using var test = await (await TestRouter.StartAsync()).WithWebAsync();
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(await test.Router.ProxyForAsync("developer")) });
        var other = $"http://127.0.0.1:{test.Pods.OnlyPod().Ports[0].HostPort}";

        (await client.GetStringAsync($"{other}/request/a%2Fb?c")).ShouldContain("/request/a%2Fb?c");
        (await (await client.PostAsync($"{other}/count", new StringContent("123"))).Content.ReadAsStringAsync()).ShouldBe("3");
        (await client.GetAsync("http://127.0.0.1:1/")).StatusCode.ShouldBe(HttpStatusCode.BadGateway);
    }

    [Theory]
    [InlineData("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", "501", "makes no tunnels")]
    [InlineData("GET / HTTP/1.1\r\nHost: a:8011\r\nConnection: close\r\n\r\n", "400", "as http_proxy")]
    public async Task What_is_no_proxy_request_is_refused(string request, string status, string detail)
    {
        await using var test = await TestRouter.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, (await test.Router.ProxyForAsync("developer")).Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        var buffer = new byte[4096];
        var answer = new StringBuilder();
        while (!answer.ToString().Contains(detail, StringComparison.Ordinal))
        {
            var read = await client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TestCluster.Deadline);
            read.ShouldBeGreaterThan(0, answer.ToString());
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        answer.ToString().ShouldStartWith($"HTTP/1.1 {status} ");
        answer.ToString().ShouldContain("application/problem+json");
    }
}
