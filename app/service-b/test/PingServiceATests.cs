using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using BigBen.ServiceB.ServiceA;
using BigBen.ServiceB.Tests.ServiceA;
using BigBen.ServiceDefaults.Tests.Support;
using WireMock.ResponseBuilders;

namespace BigBen.ServiceB.Tests;

public class PingServiceATests
{
    [Fact]
    public async Task It_passes_the_greeting_on_byte_for_byte()
    {
        using var serviceA = FakeServiceA.Start(200, """{"message":"Hello!","since":2}""");
        await using var service = await StartAsync(serviceA.Url!);
        (await service.Public.GetStringAsync("/ping_service_a")).ShouldBe("""{"message":"Hello! (via Service B)"}""");
    }

    [Fact]
    public async Task Nobody_there_is_502()
    {
        await using var service = await StartAsync($"http://127.0.0.1:{FreePort.Next()}");
        await ShouldBeProblemAsync(service, HttpStatusCode.BadGateway, "service-a cannot be reached.");
    }

    [Fact]
    public async Task A_bad_answer_is_502()
    {
        using var serviceA = FakeServiceA.Start(200, "<html>a private text</html>");
        await using var service = await StartAsync(serviceA.Url!);
        await ShouldBeProblemAsync(service, HttpStatusCode.BadGateway, "service-a gave a bad answer.");
    }

    [Fact]
    public async Task A_hanging_service_is_504()
    {
        using var serviceA = FakeServiceA.Start(Response.Create().WithDelay(TimeSpan.FromMinutes(1)));
        await using var service = await StartAsync(serviceA.Url!, new ServiceAPatience());
        await ShouldBeProblemAsync(service, HttpStatusCode.GatewayTimeout, "service-a took too long to answer.");
    }

    [Fact]
    public async Task Repeated_failure_is_503_at_once_with_a_time_to_come_back()
    {
        using var serviceA = FakeServiceA.Start(500, "a private text");
        await using var service = await StartAsync(serviceA.Url!, Asking.Patient with { CircuitBreak = TimeSpan.FromHours(1) });
        HttpResponseMessage response;
        do
            response = await service.Public.GetAsync("/ping_service_a");
        while (response.StatusCode == HttpStatusCode.BadGateway);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, TimeSpan.FromHours(1).TotalSeconds);
        var asked = serviceA.LogEntries.Count;
        (await service.Public.GetAsync("/ping_service_a")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        serviceA.LogEntries.Count.ShouldBe(asked);

        var metrics = await service.Management.GetStringAsync("/metrics");
        metrics.ShouldContain("service_a_client_events_total{event=\"OnCircuitOpened\"} 1\n");
        metrics.ShouldContain("service_a_client_circuit_state{state=\"Open\"} 1\n");
        metrics.ShouldContain("service_a_client_circuit_state{state=\"Closed\"} 0\n");
        // An attempt that got no answer in time counts with no code.
        var answered = Regex.Match(
            metrics, "httpclient_requests_sent_total{code=\"500\",method=\"GET\",host=\"localhost\",client=\"service-a\"} ([0-9]+)\n");
        int.Parse(answered.Groups[1].Value, CultureInfo.InvariantCulture).ShouldBeInRange(1, asked);
    }

    private static Task<RunningService> StartAsync(string url, ServiceAPatience? patience = null) =>
        RunningService.StartAsync(args => Service.Build(args, patience ?? Asking.Patient), $"--SERVICE_A_URL={url}");

    private static async Task ShouldBeProblemAsync(RunningService service, HttpStatusCode status, string detail)
    {
        var response = await service.Public.GetAsync("/ping_service_a");
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var text = await response.Content.ReadAsStringAsync();
        var problem = JsonElement.Parse(text);
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("detail").GetString().ShouldBe(detail);
        problem.GetProperty("traceId").GetString()!.Length.ShouldBe(32);
        text.ShouldNotContain("private");
        text.ShouldNotContain("Exception");
        text.ShouldNotContain("127.0.0.1");
    }
}
