using System.Net;
using BigBen.ServiceDefaults.Tests.Metrics;
using BigBen.ServiceDefaults.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BigBen.ServiceDefaults.Tests;

public class WarmUpTests
{
    [Fact]
    public async Task The_route_is_asked_before_the_service_is_ready_and_nobody_sees_it()
    {
        var asked = 0;
        var readyThen = new List<bool>();
        await using var service = await StartAsync(context =>
        {
            if (Interlocked.Increment(ref asked) == 1)
                readyThen.Add(context.RequestServices.GetRequiredService<Drain>().Ready);
            return Task.CompletedTask;
        });
        asked.ShouldBeGreaterThan(0);
        readyThen.ShouldBe([false]);
        (await service.Management.GetAsync("/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Scrape.LinesAsync(service, "http_requests_received_total")).ShouldBeEmpty();

        await service.Public.GetAsync("/warm");
        await service.Public.GetAsync("/health");
        (await Scrape.LinesAsync(service, "http_requests_received_total"))
            .ShouldContain("""http_requests_received_total{code="200",method="GET",route="/warm"} 1""");
    }

    [Fact]
    public async Task A_route_that_fails_is_asked_once_and_holds_nothing_up()
    {
        var asked = 0;
        await using var service = await StartAsync(context =>
        {
            Interlocked.Increment(ref asked);
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return Task.CompletedTask;
        });
        asked.ShouldBe(1);
        (await service.Management.GetAsync("/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_route_that_hangs_is_left()
    {
        await using var service = await StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted), seconds: 0.1);
        (await service.Management.GetAsync("/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_header_is_no_way_around_the_log_and_the_metrics()
    {
        await using var service = await StartAsync(_ => Task.CompletedTask);
        service.Public.DefaultRequestHeaders.Add("Warm-Up", "true");
        await service.Public.GetAsync("/ok/1");
        await service.Public.GetAsync("/health");
        (await Scrape.LinesAsync(service, "http_requests_received_total")).ShouldContain(line => line.Contains("/ok/{id}"));
    }

    private static Task<RunningService> StartAsync(RequestDelegate answer, double seconds = 60) => RunningService.StartAsync(args =>
    {
        var app = Specimen.Build(args, "/warm", answer);
        app.Services.GetRequiredService<WarmUp>().Limit = TimeSpan.FromSeconds(seconds);
        return app;
    });
}
