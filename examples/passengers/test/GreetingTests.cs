using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.Examples.Passengers.Tests;

public class GreetingTests
{
    [Fact]
    public async Task Zero_is_an_error_whose_document_has_the_trace_and_nothing_of_the_exception()
    {
        await using var service = await RunningService.StartAsync(
            Service.Build, $"--ConnectionStrings:Database=Host=127.0.0.1;Port={FreePort.Next()};Username=nobody");

        var problem = await (await service.Public.GetAsync("/zero")).ShouldBeProblemAsync(500);

        problem.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal)
            .ShouldBe(["status", "title", "traceId", "type"]);
        problem.GetProperty("traceId").GetString().ShouldNotBeNullOrEmpty();
        problem.GetRawText().ShouldNotContain("Zero");
    }
}
