using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceB.Tests;

public class TraceTests
{
    [Fact]
    public async Task One_request_has_one_trace_id_in_the_logs_of_both_services()
    {
        await using var serviceA = await ServiceProcess.StartAsync("BigBen.ServiceA.dll");
        await using var serviceB = await ServiceProcess.StartAsync(
            "BigBen.ServiceB.dll", ("SERVICE_A_URL", serviceA.Public.BaseAddress!.ToString()));
        (await serviceB.GreetingAsync("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
            .ShouldBe("""{"message":"Greetings from Service A! (via Service B)"}""");

        foreach (var (service, path) in new[] { (serviceA, "/ping"), (serviceB, "/ping_service_a") })
        {
            // Service B has warmed its route before: service A has other lines of that path.
            var line = await service.LineAsync(line => line.TryGetProperty("traceId", out var trace)
                && trace.GetString() == "0af7651916cd43dd8448eb211c80319c" && line.TryGetProperty("path", out _));
            line.GetProperty("path").GetString().ShouldBe(path);
        }
    }
}
