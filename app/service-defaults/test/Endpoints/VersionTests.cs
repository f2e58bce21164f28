using System.Reflection;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceDefaults.Tests.Endpoints;

public class VersionTests
{
    [Theory]
    [InlineData("v1.2.3")]
    [InlineData("4632410")]
    public async Task It_says_APP_VERSION_as_a_string(string version)
    {
        await using var service = await RunningService.StartAsync(Specimen.Build, $"--APP_VERSION={version}");
        (await service.Public.GetStringAsync("/version")).ShouldBe($$"""{"version":"{{version}}"}""");
    }

    [Fact]
    public async Task It_says_the_baked_in_version_without_the_revision()
    {
        var baked = typeof(Specimen).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        await using var service = await RunningService.StartAsync(Specimen.Build);
        (await service.Public.GetStringAsync("/version")).ShouldBe($$"""{"version":"{{baked.Split('+')[0]}}"}""");
    }
}
