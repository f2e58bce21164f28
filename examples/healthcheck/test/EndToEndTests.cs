using System.Text.Json;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.Examples.Healthcheck.Tests;

/// <summary>What has to work where the service runs, asked as its users ask.</summary>
[Trait("Category", EndToEnd.Category)]
public class EndToEndTests
{
    [EndToEndFact]
    public async Task It_tells_the_version_that_runs()
    {
        using var client = EndToEnd.Client();

        var version = JsonElement.Parse(await client.GetStringAsync("/version")).GetProperty("version").GetString();
        var told = JsonElement.Parse(await client.GetStringAsync("/healthcheck")).GetProperty("myapplication")[0];
        told.GetProperty("version").GetString().ShouldBe(version);
    }
}
