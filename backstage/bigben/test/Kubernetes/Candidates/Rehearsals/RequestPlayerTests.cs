using System.Text.Json;
using BigBen.Ingress.Listening;
using BigBen.Kubernetes.Candidates.Rehearsals;
using BigBen.Kubernetes.Pods;
using Microsoft.AspNetCore.Http;

namespace BigBen.Tests.Kubernetes.Candidates.Rehearsals;

public sealed class RequestPlayerTests
{
    private const string Recorded = """
        [
          { "request": "POST /orders", "body": { "name": "{{run}}" }, "status": 201, "keep": { "order": "Location", "tag": "ETag" } },
          { "request": "GET {{order}}?full=1", "headers": { "If-None-Match": "{{tag}}" }, "status": 200,
            "answer": { "asked": "/orders/7?full=1", "tag": "{{tag}}", "deep": { "a": [1] } } },
          { "request": "GET /orders/7", "status": 200, "answer": { "deep": { "b": 2 } } },
          { "request": "GET /gone", "status": 200 }
        ]
        """;

    [Fact]
    public async Task What_an_answer_gave_is_sent_back_and_what_is_not_as_it_was_recorded_is_told()
    {
        await using var server = await LoopbackServer.StartAsync(0, useIPv6: false, AnswerAsync, CancellationToken.None);
        using var body = JsonDocument.Parse(
            $$$"""{ "metadata": { "annotations": { "bigben.localhost/ports": "{\"8001\":{{{server.Port}}}}" } } }""");

        var answers = await new RequestPlayer(null!, new Pod(body.RootElement), 8001)
            .PlayAsync(RecordedRequest.ParseAll(Recorded, "r.json"), CancellationToken.None);

        answers.ShouldBe(
        [
            null,
            null,
            "GET /orders/7 is answered without \"deep.b\": 2, which is recorded",
            "GET /gone is answered by 404 Not Found (no such page), where 200 is recorded",
        ]);
    }

    private static async Task AnswerAsync(HttpContext http)
    {
        http.Response.StatusCode = http.Request.Method == "POST" ? 201 : http.Request.Path == "/gone" ? 404 : 200;
        http.Response.Headers.Location = "/orders/7";
        http.Response.Headers.ETag = "\"x\"";
        await (http.Response.StatusCode == 404
            ? http.Response.WriteAsync("no such\npage")
            : http.Response.WriteAsJsonAsync(new
            {
                asked = $"{http.Request.Path}{http.Request.QueryString}",
                tag = $"{http.Request.Headers.IfNoneMatch}",
                deep = new { a = Enumerable.Range(1, 1) },
                more = true,
            }));
    }
}
