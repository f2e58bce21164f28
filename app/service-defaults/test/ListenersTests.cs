using System.Net;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceDefaults.Tests;

public class ListenersTests
{
    [Theory]
    [InlineData("/alive")]
    [InlineData("/ready")]
    [InlineData("/metrics")]
    public async Task Management_routes_answer_on_the_management_port_only(string path)
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        (await service.Management.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await service.Public.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // 405 would tell that the route is there.
        (await service.Public.PostAsync(path, null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/version")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/ok/1")]
    public async Task Public_routes_answer_on_the_public_port_only(string path)
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        (await service.Public.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await service.Management.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task No_header_opens_the_other_port()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Host = service.Management.BaseAddress!.Authority;
        request.Headers.Add("X-Forwarded-Host", request.Headers.Host);
        request.Headers.Add("X-Forwarded-Port", $"{service.Management.BaseAddress.Port}");
        (await service.Public.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
