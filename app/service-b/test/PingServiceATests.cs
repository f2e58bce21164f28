using System.Net;
using System.Text.Json;
using BigBen.ServiceB.ServiceA;
using BigBen.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BigBen.ServiceB.Tests;

public class PingServiceATests
{
    [Fact]
    public async Task It_passes_the_greeting_on_byte_for_byte()
    {
        await using var stub = await StubServiceA.StartAsync(200, """{"message":"Hello!","since":2}""");
        await using var service = await StartAsync(stub.Url);
        (await service.Public.GetStringAsync("/ping_service_a")).ShouldBe("""{"message":"Hello! (via Service B)"}""");
        stub.Requests.ShouldBe(["GET /ping"]);
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
        await using var stub = await StubServiceA.StartAsync(200, "<html>a private text</html>");
        await using var service = await StartAsync(stub.Url);
        await ShouldBeProblemAsync(service, HttpStatusCode.BadGateway, "service-a gave a bad answer.");
    }

    [Fact]
    public async Task A_hanging_service_is_504()
    {
        await using var stub = await StubServiceA.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var service = await StartAsync(stub.Url);
        await ShouldBeProblemAsync(service, HttpStatusCode.GatewayTimeout, "service-a took too long to answer.");
    }

    [Fact]
    public async Task Repeated_failure_is_503_at_once_with_a_time_to_come_back()
    {
        await using var stub = await StubServiceA.StartAsync(500, "a private text");
        await using var service = await StartAsync(stub.Url);
        HttpResponseMessage response;
        do
            response = await service.Public.GetAsync("/ping_service_a");
        while (response.StatusCode == HttpStatusCode.BadGateway);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, new ServiceAPatience().CircuitBreak.TotalSeconds);
        var asked = stub.Requests.Count;
        (await service.Public.GetAsync("/ping_service_a")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        stub.Requests.Count.ShouldBe(asked);
        (await service.Management.GetStringAsync("/metrics")).ShouldContain("service_a_client_events_total{event=\"OnCircuitOpened\"} ");
    }

    private static Task<RunningService> StartAsync(string url) => RunningService.StartAsync(Service.Build, $"--SERVICE_A_URL={url}");

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
