using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace BigBen.Tests.Ingress;

public class StreamTests
{
    [Fact]
    public async Task Path_query_and_headers_arrive_as_they_were_sent()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        var body = await SendRawAsync(test,
            "DELETE /request/a%2Fb/%C3%A9//c/../d?q=%20x&y HTTP/1.1\r\nHost: a.test:1234\r\nX-One: 1\r\nX-Two: 1\r\nX-Two: 2\r\n"
            + "X-Umlaut: ä\r\nX-Hop: gone\r\n"
            + "Connection: x-hop\r\nKeep-Alive: 5\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Host: evil\r\n"
            + "Forwarded: for=6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\nTE: trailers\r\nProxy-Authorization: secret\r\n"
            + "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n\r\n");

        body[":method"].ShouldBe("DELETE");
        body[":target"].ShouldBe("/request/a%2Fb/%C3%A9//c/../d?q=%20x&y");
        body["Host"].ShouldBe("a.test:1234");
        body["X-One"].ShouldBe("1");
        body["X-Two"].ShouldBe("1, 2");
        body["X-Umlaut"].ShouldBe("ä");
        body["X-Forwarded-For"].ShouldBe("127.0.0.1");
        body["X-Forwarded-Host"].ShouldBe("a.test:1234");
        body["X-Forwarded-Proto"].ShouldBe("http");
        body["traceparent"].ShouldBe("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        foreach (var name in new[] { "X-Hop", "Keep-Alive", "Forwarded", "X-Real-IP", "TE", "Proxy-Authorization", "Connection" })
            body.Keys.ShouldNotContain(name);
    }

    [Fact]
    public async Task A_header_about_a_body_that_is_not_there_arrives_and_what_ends_here_does_not()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        var body = await SendRawAsync(test,
            "POST /request/x HTTP/1.1\r\nHost: a.test\r\nContent-Type: text/odd\r\nContent-Length: 0\r\n"
            + "X-Real-IP: 6.6.6.6\r\nX-Hop: gone\r\nConnection: x-hop\r\n\r\n");

        body["Content-Type"].ShouldBe("text/odd");
        body["Content-Length"].ShouldBe("0");
        body["Host"].ShouldBe("a.test");
        body["X-Forwarded-For"].ShouldBe("127.0.0.1");
        foreach (var name in new[] { "X-Hop", "X-Real-IP" })
            body.Keys.ShouldNotContain(name);
    }

    [Fact]
    public async Task An_answer_streams_as_it_comes_and_its_head_before_its_first_byte()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        using var response = await test.Client.GetAsync("http://a.test/events", HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        for (var i = 0; i < 3; i++)
        {
            await test.Client.PostAsync("http://a.test/release", null);
            (await reader.ReadLineAsync().WaitAsync(Eventually.Deadline)).ShouldBe($"data: {i}");
            await reader.ReadLineAsync();
        }
    }

    [Fact]
    public async Task A_request_streams_as_it_comes_and_may_be_large()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        using var rest = new SemaphoreSlim(0);
        var sending = test.Client.PostAsync("http://a.test/first", new SlowContent(rest));
        // Answered once the first byte is there, while the second is held back.
        (await test.Client.GetAsync("http://a.test/wait")).EnsureSuccessStatusCode();
        sending.IsCompleted.ShouldBeFalse();
        rest.Release();
        (await (await sending).Content.ReadAsStringAsync()).ShouldBe("all");

        const int size = 100_000_000;
        using var large = new StreamContent(new ZeroStream(size));
        (await (await test.Client.PostAsync("http://a.test/count", large)).Content.ReadAsStringAsync())
            .ShouldBe(size.ToString(CultureInfo.InvariantCulture));
        using var answer = await test.Client.GetAsync($"http://a.test/bytes/{size}", HttpCompletionOption.ResponseHeadersRead);
        (await CountAsync(await answer.Content.ReadAsStreamAsync())).ShouldBe(size);
    }

    [Fact]
    public async Task A_client_that_leaves_is_told_to_the_pod()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();
        var response = await test.Client.GetAsync("http://a.test/gone", HttpCompletionOption.ResponseHeadersRead);
        var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[4]);

        response.Dispose();

        (await test.Client.GetAsync("http://a.test/left")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_broken_off_and_one_that_never_began_is_502()
    {
        await using var test = await (await TestIngress.StartAsync()).WithWebAsync();

        var none = await test.Client.GetAsync("http://a.test/abort");
        none.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await none.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!.ToString().ShouldContain("pod a-1 gave no whole answer");
        using var part = await test.Client.GetAsync("http://a.test/broken", HttpCompletionOption.ResponseHeadersRead);
        part.StatusCode.ShouldBe(HttpStatusCode.OK);
        await test.Client.PostAsync("http://a.test/release", null);
        await Should.ThrowAsync<HttpRequestException>(async () => await part.Content.ReadAsStringAsync());

        await test.TrafficAsync(span => span.Errors, 2);
    }

    private static async Task<Dictionary<string, string>> SendRawAsync(TestIngress test, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, test.Controller.Port);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request));
        using var reader = new StreamReader(client.GetStream());
        var answer = "";
        for (string? line = ""; line is not null && !line.EndsWith('}'); answer += $"{line}\n")
            line = await reader.ReadLineAsync().WaitAsync(Eventually.Deadline);
        answer.ShouldStartWith("HTTP/1.1 200 ");
        return JsonNode.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)])!.AsObject()
            .ToDictionary(pair => pair.Key, pair => pair.Value!.ToString(), StringComparer.OrdinalIgnoreCase);
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
}
