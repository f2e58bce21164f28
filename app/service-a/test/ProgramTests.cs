using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceA.Tests;

public class ProgramTests
{
    private const string Assembly = "BigBen.ServiceA.dll";

    [Fact]
    public async Task It_runs_as_a_process_and_ends_by_SIGTERM_with_exit_code_0()
    {
        await using var service = await ServiceProcess.StartAsync(Assembly, ("DRAIN_DELAY_SECONDS", "0"), ("APP_VERSION", "v1.2.3"));
        (await service.Public.GetStringAsync("/health")).ShouldBe("""{"Status":"Success"}""");
        (await service.Public.GetStringAsync("/version")).ShouldBe("""{"version":"v1.2.3"}""");
        (await service.Management.GetStringAsync("/metrics")).ShouldContain("service=\"service-a\",version=\"v1.2.3\"");
        service.Terminate();
        (await service.EndAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_bad_setting_stops_it_with_one_sentence()
    {
        var (exitCode, error) = await ServiceProcess.RunAsync(Assembly, ("BIND_ADDRESS", "everywhere"));
        exitCode.ShouldBe(1);
        error.ShouldBe("BIND_ADDRESS is 'everywhere': give an IP address such as 127.0.0.1, or leave it out for all addresses.");
    }
}
