using System.Net;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceA.Tests;

public class PingTests
{
    [Fact]
    public async Task It_greets_byte_for_byte()
    {
        await using var service = await RunningService.StartAsync(Service.Build);
        var response = await service.Public.GetAsync("/ping");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Greetings from Service A!"}""");
    }
}
