using System.Net;
using BigBen.ServiceDefaults.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BigBen.ServiceDefaults.Tests.Endpoints;

public class ReadyTests
{
    [Fact]
    public async Task It_is_ready_once_started()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build);
        (await service.Management.GetAsync("/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task It_is_not_ready_before()
    {
        await using var app = Specimen.Build([]);
        app.Services.GetRequiredService<Drain>().Ready.ShouldBeFalse();
    }

    [Fact]
    public async Task It_is_not_ready_once_stopping_while_it_still_serves()
    {
        await using var service = await RunningService.StartAsync(Specimen.Build, "--DRAIN_DELAY_SECONDS=2");
        service.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var stopping = service.Services.GetRequiredService<IHost>().StopAsync();
        (await service.Management.GetAsync("/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await service.Public.GetAsync("/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await stopping;
    }
}
