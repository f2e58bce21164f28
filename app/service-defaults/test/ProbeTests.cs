using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceDefaults.Tests;

public class ProbeTests
{
    private const string Assembly = "BigBen.ServiceDefaults.Tests.dll";

    [Fact]
    public async Task A_good_answer_is_exit_code_0_and_any_other_is_1_with_its_status()
    {
        await using var service = await ServiceProcess.StartAsync(Assembly);
        var address = service.Public.BaseAddress!;
        // A first answer may take a busy machine longer than a probe waits.
        foreach (var path in new[] { "health", "nothing-here" })
            await service.Public.GetAsync(path);

        (await ServiceProcess.RunWithAsync(Assembly, "probe", $"{address}health")).ShouldBe((0, ""));
        (await ServiceProcess.RunWithAsync(Assembly, "probe", $"{address}nothing-here"))
            .ShouldBe((1, $"{address}nothing-here answers 404."));
    }

    [Fact]
    public async Task No_answer_is_exit_code_1()
    {
        var (exitCode, error) = await ServiceProcess.RunWithAsync(Assembly, "probe", "http://127.0.0.1:1/health");

        exitCode.ShouldBe(1);
        error.ShouldStartWith("http://127.0.0.1:1/health does not answer: ");
    }

    [Theory]
    [InlineData("probe")]
    [InlineData("probe", "health")]
    [InlineData("probe", "file:///etc/hosts")]
    public async Task What_is_no_URL_is_refused(params string[] arguments) =>
        (await ServiceProcess.RunWithAsync(Assembly, arguments)).ShouldBe((1, "Give one URL: probe http://service-a:8011/health"));
}
