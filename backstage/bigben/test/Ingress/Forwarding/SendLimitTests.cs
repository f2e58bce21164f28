using System.Net;
using System.Net.Sockets;

namespace BigBen.Tests.Ingress.Forwarding;

/// <summary>With pods that close the connection in place of an answer.</summary>
public sealed class SendLimitTests
{
    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PURGE")]
    public async Task A_request_without_a_body_that_ends_its_pod_is_sent_once(string method)
    {
        var (status, requests) = await SendAsync(method, diesAtFirst: true);

        status.ShouldBe(HttpStatusCode.BadGateway);
        requests.ShouldBe(1);
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("GET", false)]
    [InlineData("HEAD", true)]
    public async Task A_GET_that_ends_pods_is_sent_twice(string method, bool diesAtFirst)
    {
        var (status, requests) = await SendAsync(method, diesAtFirst);

        status.ShouldBe(HttpStatusCode.BadGateway);
        requests.ShouldBe(2);
    }

    [Fact]
    public async Task A_POST_is_not_sent_again_to_a_pod_that_closed_the_connection_and_lives()
    {
        var (status, requests) = await SendAsync("POST", diesAtFirst: false);

        status.ShouldBe(HttpStatusCode.BadGateway);
        requests.ShouldBe(1);
    }

    [Fact]
    public async Task A_GET_whose_connection_the_only_pod_closed_is_answered_at_the_second_time_with_the_same_head()
    {
        await using var test = await TestIngress.StartAsync();
        await using var pod = new ClosingPod(closes: 1);
        test.Service("a");
        test.Ingress("a.test", "a");
        test.Slice("a-1", "a", pod.Port);
        await test.SeenAsync();

        (await test.Client.GetAsync("http://a.test/")).StatusCode.ShouldBe(HttpStatusCode.OK);

        pod.Heads.Count.ShouldBe(2);
        pod.Heads[1].ShouldBe(pod.Heads[0]);
        pod.Heads[0].ShouldNotContain("Content-Length");
    }

    private static async Task<(HttpStatusCode Status, int Requests)> SendAsync(string method, bool diesAtFirst)
    {
        await using var test = await TestIngress.StartAsync();
        await using var first = new ClosingPod(diesAtFirst: diesAtFirst);
        await using var second = new ClosingPod(diesAtFirst: diesAtFirst);
        await using var third = new ClosingPod(diesAtFirst: diesAtFirst);
        test.Service("a");
        test.Ingress("a.test", "a");
        ClosingPod[] pods = [first, second, third];
        foreach (var pod in pods)
            test.Slice($"a-{pod.Port}", "a", pod.Port);
        await test.SeenAsync();

        // As curl -X sends it: .NET's client would add a Content-Length.
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, test.Controller.Port);
        await using var stream = client.GetStream();
        await using var writer = new StreamWriter(stream) { AutoFlush = true };
        await writer.WriteAsync($"{method} / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");
        using var reader = new StreamReader(stream);
        var status = (await reader.ReadLineAsync())!.Split(' ')[1];

        return (Enum.Parse<HttpStatusCode>(status), pods.Sum(pod => pod.Heads.Count));
    }
}
