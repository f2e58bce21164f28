using BigBen.Foundation;
using BigBen.Ingress.Listening;
using BigBen.Pipeline.Performance;
using BigBen.Tests.Git;
using BigBen.Tests.Ingress;
using Microsoft.AspNetCore.Http;

namespace BigBen.Tests.Pipeline.Performance;

/// <summary>Against a server that is as slow and as broken as a test wants it.</summary>
public sealed class PerformanceGateTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly List<string> _notes = [];

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_service_that_keeps_its_thresholds_passes_and_every_path_is_asked()
    {
        var asked = new System.Collections.Concurrent.ConcurrentDictionary<string, string>();
        await using var server = await ServerAsync(http =>
        {
            asked[http.Request.Path] = $"{http.Request.Host}";
            return Task.CompletedTask;
        });
        Write("http_req_failed", "rate<0.01");

        var told = await new PerformanceGate(_temp.Path, k6: null).RequireAsync("shop", UrlOf(server.Port), _temp["log"], _notes.Add, None);

        told.ShouldContain(" requests, p(95) ");
        asked.Keys.Order().ShouldBe(["/a", "/b"]);
        asked["/a"].ShouldBe($"dev.shop.localhost:{server.Port}");
        _notes.ShouldBe(["kept: http_req_failed: rate<0.01, measured 0"]);
    }

    [Fact]
    public async Task One_that_is_too_slow_is_refused()
    {
        await using var server = await ServerAsync(async http =>
        {
            using var slow = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            await slow.WaitForNextTickAsync(http.RequestAborted);
        });
        Write("http_req_duration", "p(95)<100");

        (await RefusedAsync(server.Port)).ShouldStartWith(
            "shop crosses a threshold of app/shop/performance.json: http_req_duration: p(95)<100, measured ");
    }

    [Fact]
    public async Task One_that_fails_is_refused_with_what_it_answered_first()
    {
        await using var server = await ServerAsync(http =>
        {
            http.Response.StatusCode = http.Request.Path == "/b" ? 503 : 200;
            return Task.CompletedTask;
        });
        Write("http_req_failed", "rate<0.5");

        (await RefusedAsync(server.Port)).ShouldBe(
            "shop crosses a threshold of app/shop/performance.json: http_req_failed: rate<0.5, measured 0.5 "
            + "(first failure: /b answers 503); nothing is promoted.");
    }

    [Fact]
    public async Task One_that_is_not_there_is_refused()
    {
        using var deaf = new DeafPort();
        Write("http_req_failed", "rate<1");

        (await RefusedAsync(deaf.Number)).ShouldContain("measured 1 (first failure: /a does not answer");
    }

    // Its exit codes are k6's own: 99 where a threshold is crossed (k6, "errext/exitcodes").
    [Theory]
    [InlineData(0, null)]
    [InlineData(99, "shop crosses a threshold of app/shop/performance.json; nothing is promoted; log: ")]
    [InlineData(107, "k6 failed with exit code 107: the script is wrong; log: ")]
    public async Task Where_k6_is_there_it_runs_the_script_and_decides(int exitCode, string? refusal)
    {
        Write("http_req_failed", "rate<0.01");
        File.WriteAllText(_temp["app/shop/performance.js"], "");
        var k6 = _temp.WriteProgram(
            "k6", $"#!/bin/sh\necho \"$@\" > '{_temp["said"]}'\necho 'the script is wrong'\nexit {exitCode}\n");
        var gate = new PerformanceGate(_temp.Path, k6);

        var asking = gate.RequireAsync("shop", new Uri("http://dev.shop.localhost:8080/"), _temp["log"], _notes.Add, None);

        if (refusal is null)
            (await asking).ShouldBe("by k6");
        else
            (await Should.ThrowAsync<PlatformException>(asking)).Message.ShouldStartWith(refusal);
        (await File.ReadAllTextAsync(_temp["said"])).Trim().ShouldBe(
            "run --quiet --no-usage-report --env SERVICE=shop --env BASE_URL=http://dev.shop.localhost:8080 "
            + _temp["app/shop/performance.js"]);
    }

    private static Task<LoopbackServer> ServerAsync(RequestDelegate answer) => LoopbackServer.StartAsync(0, useIPv6: false, answer, None);

    private static Uri UrlOf(int port) => new($"http://dev.shop.localhost:{port}");

    private async Task<string> RefusedAsync(int port) =>
        (await Should.ThrowAsync<PlatformException>(
            new PerformanceGate(_temp.Path, k6: null).RequireAsync("shop", UrlOf(port), _temp["log"], _notes.Add, None))).Message;

    private void Write(string metric, string threshold)
    {
        Directory.CreateDirectory(_temp["app/shop"]);
        File.WriteAllText(
            _temp["app/shop/performance.json"],
            """{"options":{"vus":2,"duration":"100ms","thresholds":{"METRIC":["THRESHOLD"]}},"paths":["/a","/b"]}"""
                .Replace("METRIC", metric, StringComparison.Ordinal).Replace("THRESHOLD", threshold, StringComparison.Ordinal));
    }
}
