using System.Net;
using System.Net.Sockets;
using BigBen.Kubelet.Probes;

namespace BigBen.Tests.Kubelet.Probes;

public class HttpGetTests
{
    [Fact]
    public async Task Every_header_is_sent_those_of_a_body_too()
    {
        var sent = await AskAsync(
            [new("Content-Type", "application/json"), new("Allow", "GET"), new("content-length", "7"), new("X-A", "1"), new("X-A", "2")]);

        string[] wanted = ["Content-Type: application/json", "Allow: GET", "Content-Length: 0", "X-A: 1, 2"];
        wanted.ShouldBeSubsetOf(sent);
        sent.ShouldContain("User-Agent: kube-probe/1.36");
        sent.ShouldContain("Connection: close");
    }

    [Fact]
    public async Task The_probes_own_headers_stand_in_place_of_the_kubelets()
    {
        var sent = await AskAsync([new("user-agent", "mine"), new("Host", "a.example"), new("Connection", "keep-alive")]);

        sent.Where(line => line.StartsWith("User-Agent:", StringComparison.Ordinal)).ShouldBe(["User-Agent: mine"]);
        sent.Where(line => line.StartsWith("Host:", StringComparison.Ordinal)).ShouldBe(["Host: a.example"]);
        sent.Where(line => line.StartsWith("Connection:", StringComparison.Ordinal)).ShouldBe(["Connection: keep-alive"]);
    }

    private static async Task<IReadOnlyList<string>> AskAsync(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        using var late = new CancellationTokenSource(TestNode.Deadline);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asking = HttpGet.RunAsync($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/", headers, late.Token);
        using var client = await listener.AcceptTcpClientAsync(late.Token);
        using var reader = new StreamReader(client.GetStream());
        var lines = new List<string>();
        for (string? line; (line = await reader.ReadLineAsync(late.Token)) is { Length: > 0 };)
            lines.Add(line);
        await client.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), late.Token);
        (await asking).ShouldBeNull();
        return lines;
    }
}
