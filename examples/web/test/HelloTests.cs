using System.Net;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.Examples.Web.Tests;

public class HelloTests
{
    [Fact]
    public async Task It_greets_by_its_own_name()
    {
        await using var service = await RunningService.StartAsync(Service.Build);
        var response = await service.Public.GetAsync("/hello");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Hello from example-web!"}""");
    }
}
