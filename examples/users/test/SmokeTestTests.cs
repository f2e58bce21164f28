using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.Examples.Users.Tests;

/// <summary>The image as the pipeline starts it once it is built: with <c>smoke-test.env</c>, and without a database.</summary>
public class SmokeTestTests
{
    [Fact]
    public async Task With_its_settings_alone_it_starts_and_answers_its_probes()
    {
        var settings = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "examples/users", "smoke-test.env")))
            .Where(line => !line.StartsWith('#')).Select(line => $"--{line}");

        await using var service = await RunningService.StartAsync(Service.Build, [.. settings, "--MYSQL_SERVICE_PORT=1"]);

        foreach (var probe in new[] { "/alive", "/ready" })
            (await service.Management.GetStringAsync(probe)).ShouldContain("Success");
        foreach (var path in new[] { "/health", "/version" })
            (await service.Public.GetAsync(path)).IsSuccessStatusCode.ShouldBeTrue(path);
    }
}
