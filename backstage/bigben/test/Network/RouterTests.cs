using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Network;
using BigBen.Runtime;
using BigBen.Tests.Manifests;
using BigBen.Tests.Runtime;
using Microsoft.AspNetCore.Http;

namespace BigBen.Tests.Network;

public class RouterTests
{
    [Fact]
    public async Task A_rolling_update_under_constant_traffic_fails_no_request()
    {
        await using var test = await (await TestRouter.StartAsync()).WithWebAsync(replicas: 2);
        using var stop = new CancellationTokenSource();
        var versions = new HashSet<string>();
        var clients = Enumerable.Range(0, 4).Select(i => Task.Run(() => AskAsync(i))).ToList();

        foreach (var tag in new[] { "v2", "v3" })
        {
            test.Pods.Apply(Yaml.Web("a", tag, 2));
            await test.Pods.CompleteAsync("a");
        }

        await test.Pods.Cluster.RestartAsync("developer", "a");
        await test.Pods.UntilAsync(() => test.Pods.Cluster.Pods.Count == 2);
        await stop.CancelAsync();
        var counts = await Task.WhenAll(clients);

        counts.Sum().ShouldBeGreaterThan(100);
        versions.Order().ShouldBe(["v1", "v2", "v3"]);
        var traffic = await test.TrafficAsync(span => span.Count, counts.Sum());
        traffic.Sum(span => span.Errors).ShouldBe(0);
        traffic.ShouldAllBe(span => span.Namespace == "developer" && span.Service == "a" && span.Durations.Sum() == span.Count && span.Seconds > 0);

        async Task<int> AskAsync(int number)
        {
            var count = 0;
            for (; !stop.IsCancellationRequested; count++)
            {
                // Half of them keep their connections, half send a body.
                using var request = new HttpRequestMessage(number < 2 ? HttpMethod.Get : HttpMethod.Put, number < 2 ? "http://a.test/version" : "http://a.test/request/x");
                request.Headers.ConnectionClose = number % 2 == 0;
                if (number >= 2)
                    request.Content = new StringContent("body");
                var response = await test.Client.SendAsync(request);
                var body = await response.Content.ReadAsStringAsync();
                response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
                if (number < 2)
                {
                    lock (versions)
                        versions.Add(body);
                }
            }

            return count;
        }
    }

    [Fact]
    public async Task Ready_pods_take_turns()
    {
        await using var test = await (await TestRouter.StartAsync()).WithWebAsync(replicas: 2);

        var pods = new List<string>();
        for (var i = 0; i < 6; i++)
            pods.Add(await test.Client.GetStringAsync("http://a.test/pod"));

        pods.GroupBy(pod => pod).Select(group => group.Count()).ShouldBe([3, 3]);
    }

    [Fact]
    public async Task A_pod_that_does_not_accept_is_passed_over()
    {
        await using var test = await (await TestRouter.StartAsync()).WithWebAsync();
        // Ready for want of a probe, and nobody listens.
        test.Pods.Apply(Yaml.Shell("deaf", "exec sleep 1000", container: "ports: [ { name: http, containerPort: 8011 } ]").Replace("app: deaf", "app: a", StringComparison.Ordinal));
        await test.Pods.CompleteAsync("deaf");

        for (var i = 0; i < 10; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "http://a.test/count") { Content = new StringContent("12345") };
            (await (await test.Client.SendAsync(request)).Content.ReadAsStringAsync()).ShouldBe("5");
        }
    }

    [Fact]
    public async Task A_killed_pod_fails_no_GET()
    {
        await using var test = await (await TestRouter.StartAsync()).WithWebAsync(replicas: 2);
        using var stop = new CancellationTokenSource();
        var asking = Task.Run(async () =>
        {
            var count = 0;
            for (; !stop.IsCancellationRequested; count++)
                (await test.Client.GetStringAsync("http://a.test/version")).ShouldBe("v1");
            return count;
        });
        for (var kills = 1; kills <= 3; kills++)
        {
            var victim = test.Pods.Cluster.Pods.First(pod => pod.Restarts == 0 || kills > 2);
            Signals.Send(ProcessIdentity.Of(victim.Pid!.Value)!, Signals.Kill);
            await test.Pods.UntilAsync(() => test.Pods.Cluster.Pods.All(pod => pod.Ready) && test.Pods.Cluster.Pods.Sum(pod => pod.Restarts) == kills);
        }

        await stop.CancelAsync();
        (await asking).ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task An_unknown_host_gets_a_problem_that_lists_the_known_ones()
    {
        await using var test = await (await TestRouter.StartAsync()).WithWebAsync();
        test.Router.MapHost("console.test", context => context.Response.WriteAsync("console"));

        var response = await test.Client.GetAsync("http://nowhere.test/x");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        problem["status"]!.GetValue<int>().ShouldBe(404);
        problem["detail"]!.ToString().ShouldContain("nowhere.test");
        problem["hosts"]!.ToJsonString().ShouldBe("""["a.test","console.test"]""");
        (await test.Client.GetStringAsync("http://console.test/")).ShouldBe("console");
        test.Router.Hosts.ShouldBe(["a.test", "console.test"]);
    }

    [Fact]
    public async Task Without_a_ready_pod_the_problem_says_why()
    {
        await using var test = await TestRouter.StartAsync();
        test.Pods.Apply(Yaml.Web("a", "v1", env: "- { name: NEVER_READY, value: '1' }"));
        await test.Pods.UntilAsync(() => test.Pods.Cluster.Pods is [{ Message: "readiness probe: GET /ready answered 503" }]);
        (await ProblemAsync("http://a.test/")).ShouldBe((503, "a in developer has no ready pod: not ready, readiness probe: GET /ready answered 503."));

        test.Pods.Apply(Yaml.Web("b", "v1").Replace("image: web:v1", "image: shell:v1\n        args: ['echo broken; exit 1']", StringComparison.Ordinal));
        // Between two waits it runs for a moment, and then the reason is another.
        using var deadline = new CancellationTokenSource(TestCluster.Deadline);
        while (!(await ProblemAsync("http://b.test/")).Detail.StartsWith("b in developer has no ready pod: CrashLoopBackOff, exit code 1: broken", StringComparison.Ordinal))
            await Task.Delay(10, deadline.Token);

        test.Pods.Apply(Yaml.Web("c", "v1", replicas: 0));
        (await ProblemAsync("http://c.test/")).ShouldBe((503, "c in developer has no ready pod: no pod matches its selector."));
        test.Pods.Cluster.Delete(new ObjectKey("", "Service", "developer", "c"));
        (await ProblemAsync("http://c.test/")).ShouldBe((503, "There is no Service c in developer."));

        async Task<(int Status, string Detail)> ProblemAsync(string url)
        {
            var response = await test.Client.GetAsync(url);
            return ((int)response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!.ToString());
        }
    }

    [Fact]
    public async Task Path_query_and_headers_arrive_as_they_were_sent()
    {
        await using var test = await (await TestRouter.StartAsync()).WithWebAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, test.Router.Port);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(
            "DELETE /request/a%2Fb/%C3%A9?q=%20x&y HTTP/1.1\r\nHost: a.test:1234\r\nX-One: 1\r\nX-Umlaut: ä\r\nX-Hop: gone\r\nConnection: x-hop\r\nKeep-Alive: 5\r\n"
            + "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Host: evil\r\nForwarded: for=6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\nTE: trailers\r\nProxy-Authorization: secret\r\n"
            + "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());
        var answer = "";
        for (string? line = ""; line is not null && !line.EndsWith('}'); answer += $"{line}\n")
            line = await reader.ReadLineAsync().WaitAsync(TestCluster.Deadline);
        answer.ShouldStartWith("HTTP/1.1 200 ");
        var body = JsonNode.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)])!.AsObject()
            .ToDictionary(pair => pair.Key, pair => pair.Value!.ToString(), StringComparer.OrdinalIgnoreCase);

        body[":method"].ShouldBe("DELETE");
        body[":target"].ShouldBe("/request/a%2Fb/%C3%A9?q=%20x&y");
        body["Host"].ShouldBe("a.test:1234");
        body["X-One"].ShouldBe("1");
        body["X-Umlaut"].ShouldBe("ä");
        body["X-Forwarded-For"].ShouldBe("127.0.0.1");
        body["X-Forwarded-Host"].ShouldBe("a.test:1234");
        body["X-Forwarded-Proto"].ShouldBe("http");
        body["traceparent"].ShouldBe("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        foreach (var name in new[] { "X-Hop", "Keep-Alive", "Forwarded", "X-Real-IP", "TE", "Proxy-Authorization", "Connection" })
            body.Keys.ShouldNotContain(name);
    }

    [Fact]
    public async Task An_answer_streams_as_it_comes()
    {
        await using var test = await (await TestRouter.StartAsync()).WithWebAsync();
        using var response = await test.Client.GetAsync("http://a.test/events", HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        for (var i = 0; i < 3; i++)
        {
            await test.Client.PostAsync("http://a.test/release", null);
            (await reader.ReadLineAsync().WaitAsync(TestCluster.Deadline)).ShouldBe($"data: {i}");
            await reader.ReadLineAsync();
        }
    }

    [Fact]
    public async Task A_request_streams_as_it_comes_and_may_be_large()
    {
        await using var test = await (await TestRouter.StartAsync()).WithWebAsync();
        using var rest = new SemaphoreSlim(0);
        var sending = test.Client.PostAsync("http://a.test/first", new SlowContent(rest));
        // Answered once the first byte is there, while the second is held back.
        (await test.Client.GetAsync("http://a.test/wait")).EnsureSuccessStatusCode();
        sending.IsCompleted.ShouldBeFalse();
        rest.Release();
        (await (await sending).Content.ReadAsStringAsync()).ShouldBe("all");

        const int size = 100_000_000;
        using var large = new StreamContent(new ZeroStream(size));
        (await (await test.Client.PostAsync("http://a.test/count", large)).Content.ReadAsStringAsync()).ShouldBe(size.ToString(CultureInfo.InvariantCulture));
        using var answer = await test.Client.GetAsync($"http://a.test/bytes/{size}", HttpCompletionOption.ResponseHeadersRead);
        (await CountAsync(await answer.Content.ReadAsStreamAsync())).ShouldBe(size);
    }

    [Fact]
    public async Task A_client_that_leaves_is_told_to_the_pod()
    {
        await using var test = await (await TestRouter.StartAsync()).WithWebAsync();
        var response = await test.Client.GetAsync("http://a.test/gone", HttpCompletionOption.ResponseHeadersRead);
        var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[4]);

        response.Dispose();

        (await test.Client.GetAsync("http://a.test/left")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_broken_off_and_one_that_never_began_is_502()
    {
        await using var test = await (await TestRouter.StartAsync()).WithWebAsync();

        var none = await test.Client.GetAsync("http://a.test/abort");
        none.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await none.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!.ToString().ShouldContain("gave no whole answer");
        using var part = await test.Client.GetAsync("http://a.test/broken", HttpCompletionOption.ResponseHeadersRead);
        part.StatusCode.ShouldBe(HttpStatusCode.OK);
        await test.Client.PostAsync("http://a.test/release", null);
        await Should.ThrowAsync<HttpRequestException>(async () => await part.Content.ReadAsStringAsync());

        await test.TrafficAsync(span => span.Errors, 2);
    }

    [Fact]
    public async Task WebSockets_pass_through()
    {
        await using var test = await (await TestRouter.StartAsync()).WithWebAsync();
        using var socket = new ClientWebSocket();
        using var invoker = test.NewClient();
        await socket.ConnectAsync(new Uri("ws://a.test/websocket"), invoker, CancellationToken.None);

        foreach (var text in new[] { "one", "two" })
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
            var buffer = new byte[100];
            var message = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(TestCluster.Deadline);
            Encoding.UTF8.GetString(buffer, 0, message.Count).ShouldBe(text);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None).WaitAsync(TestCluster.Deadline);
        socket.CloseStatusDescription.ShouldBe("bye");
    }

    [Fact]
    public async Task A_port_in_use_is_told_by_its_number()
    {
        await using var test = await TestRouter.StartAsync();
        await using var second = new Router(test.Pods.Cluster, TimeProvider.System);

        var error = await Should.ThrowAsync<PlatformException>(() => second.StartAsync(test.Router.Port));
        error.Message.ShouldBe($"Port {test.Router.Port} on loopback is already in use. Stop the program that listens there, or choose another port with --port.");
    }

    [Fact]
    public async Task Both_loopback_addresses_are_served_and_no_other()
    {
        await using var test = await TestRouter.StartAsync();
        test.Router.MapHost("console.test", context => context.Response.WriteAsync("console"));
        (await test.Client.GetStringAsync("http://console.test/")).ShouldBe("console");
        if (Socket.OSSupportsIPv6)
        {
            using var six = test.NewClient(IPAddress.IPv6Loopback);
            (await six.GetStringAsync("http://console.test/")).ShouldBe("console");
        }

        var listening = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Where(endpoint => endpoint.Port == test.Router.Port).ToList();
        listening.ShouldNotBeEmpty();
        listening.ShouldAllBe(endpoint => IPAddress.IsLoopback(endpoint.Address));
    }

    private static async Task<long> CountAsync(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        long sum = 0;
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
            sum += read;
        return sum;
    }

    private sealed class SlowContent(SemaphoreSlim rest) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[] { 1 });
            await stream.FlushAsync();
            await rest.WaitAsync();
            await stream.WriteAsync(new byte[] { 2 });
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed class ZeroStream(long length) : Stream
    {
        private long left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(left, count);
            left -= read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
