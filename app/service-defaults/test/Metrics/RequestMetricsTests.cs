using System.Net;
using BigBen.ServiceDefaults.Metrics;
using BigBen.ServiceDefaults.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Prometheus;

namespace BigBen.ServiceDefaults.Tests.Metrics;

public class RequestMetricsTests
{
    private readonly CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    private readonly RequestMetrics _metrics;

    public RequestMetricsTests() => _metrics = new RequestMetrics(ServiceMetrics.Factory(_registry));

    [Fact]
    public async Task Requests_are_measured_by_route_and_probes_are_not()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        foreach (var path in new[] { "/ok/1", "/ok/2", "/nowhere", "/nowhere/else", "/throw" })
            await service.Public.GetAsync(path);
        foreach (var probe in new[] { "/alive", "/ready", "/metrics" })
            await service.Management.GetAsync(probe);
        // A request is measured just after its answer has left; the one that follows on the same connection comes later.
        await service.Public.GetAsync("/health");

        var counts = await Scrape.LinesAsync(service, "http_requests_received_total");
        counts.ShouldContain("""http_requests_received_total{code="200",method="GET",route="/ok/{id}"} 2""");
        counts.ShouldContain("""http_requests_received_total{code="404",method="GET",route=""} 2""");
        // The handler of exceptions answers it; it is counted as what the caller saw.
        counts.ShouldContain("""http_requests_received_total{code="500",method="GET",route="/throw"} 1""");
        counts.ShouldAllBe(line => !line.Contains("/alive") && !line.Contains("/ready") && !line.Contains("/metrics"));
        (await Scrape.LinesAsync(service, "http_request_duration_seconds_count")).ShouldContain(
            """http_request_duration_seconds_count{code="200",method="GET",route="/ok/{id}"} 2""");
    }

    [Fact]
    public async Task What_is_being_answered_is_in_progress()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        using var slow = await service.Public.GetAsync("/slow/600", HttpCompletionOption.ResponseHeadersRead);
        (await Scrape.LinesAsync(service, "http_requests_in_progress")).ShouldBe(["http_requests_in_progress 1"]);
    }

    [Fact]
    public async Task A_hundred_thousand_invented_methods_and_paths_are_one_series()
    {
        for (var i = 0; i < 100_000; i++)
            await AskAsync(404, $"M{i}", null);
        await AskAsync(404, "GET", null);
        _metrics.Count.ShouldBe(2);
        (await Scrape.LinesAsync(_registry, "http_requests_received_total")).ShouldBe(
        [
            """http_requests_received_total{code="404",method="_OTHER",route=""} 100000""",
            """http_requests_received_total{code="404",method="GET",route=""} 1""",
        ]);
    }

    [Fact]
    public async Task Nothing_grows_beyond_the_limit()
    {
        for (var i = 0; i < 10_000; i++)
            await AskAsync(200, "GET", $"/{i}");
        _metrics.Count.ShouldBe(RequestMetrics.SeriesLimit);
        var lines = await Scrape.LinesAsync(_registry, "http_requests_received_total");
        lines.Length.ShouldBe(RequestMetrics.SeriesLimit + 1);
        lines.ShouldContain(
            $"http_requests_received_total{{code=\"_OTHER\",method=\"_OTHER\",route=\"_OTHER\"}} {10_000 - RequestMetrics.SeriesLimit}");
    }

    [Fact]
    public async Task Invented_methods_and_paths_of_a_real_client_are_one_series()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        for (var i = 0; i < 200; i++)
        {
            using var request = new HttpRequestMessage(new HttpMethod($"M{i}"), $"/{i}");
            (await service.Public.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        await service.Public.GetAsync("/health");
        (await Scrape.LinesAsync(service, "http_requests_received_total"))
            .Where(line => line.Contains("_OTHER")).ShouldHaveSingleItem().ShouldEndWith(" 200");
    }

    private async Task AskAsync(int status, string method, string? route)
    {
        var context = new DefaultHttpContext { Request = { Method = method } };
        if (route is not null)
            context.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse(route), 0, null, null));
        await _metrics.InvokeAsync(context, context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
    }
}
