using System.Net;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.Examples.Passengers.Tests;

/// <summary>The service without its database.</summary>
public class DatabaseAwayTests
{
    [Fact]
    public async Task It_starts_answers_what_needs_no_database_and_503_to_the_rest()
    {
        await using var service = await RunningService.StartAsync(
            Service.Build, $"--ConnectionStrings:Database=Host=127.0.0.1;Port={FreePort.Next()};Username=nobody");

        (await service.Public.GetStringAsync("/hello")).ShouldBe("""{"message":"Hello from example-passengers!"}""");
        (await service.Management.GetAsync("/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var response = await service.Public.GetAsync("/passengerlist");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }
}
