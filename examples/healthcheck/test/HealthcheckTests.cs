using System.Net;
using BigBen.ServiceDefaults;
using BigBen.ServiceDefaults.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BigBen.Examples.Healthcheck.Tests;

public class HealthcheckTests
{
    [Fact]
    public async Task It_tells_the_version_and_the_commit_that_run_byte_for_byte()
    {
        await using var service = await RunningService.StartAsync(Service.Build, "--APP_VERSION=v1.2.3");
        var build = service.Services.GetRequiredService<BuildVersion>();

        var response = await service.Public.GetAsync("/healthcheck");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            """{"myapplication":[{"version":"v1.2.3","description":"pre-interview technical test","lastcommitsha":"REVISION"}]}"""
                .Replace("REVISION", build.Revision, StringComparison.Ordinal));
    }

    [Fact]
    public void The_commit_is_the_whole_revision_that_was_built()
    {
        var revision = new string('a', 40);

        Healthcheck.Answer(new BuildVersion("any", "1.0", revision)).MyApplication
            .ShouldHaveSingleItem().ShouldBe(new ApplicationInfo("1.0", "pre-interview technical test", revision));
    }
}
