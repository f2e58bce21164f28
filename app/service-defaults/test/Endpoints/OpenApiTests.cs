using System.Net;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceDefaults.Tests.Endpoints;

public class OpenApiTests
{
    [Theory]
    [InlineData("Development", HttpStatusCode.OK)]
    [InlineData("Production", HttpStatusCode.NotFound)]
    public async Task A_page_to_try_the_API_is_there_while_developing_only(string environment, HttpStatusCode status)
    {
        await using var service = await RunningService.StartAsync(Specimen.Build, $"--environment={environment}");
        (await service.Public.GetAsync("/scalar/")).StatusCode.ShouldBe(status);
        (await service.Public.GetAsync("/openapi/v1.json")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
