using BigBen.Foundation;
using BigBen.Git;
using BigBen.Platforms.Local;
using BigBen.Tests.ArgoCd;
using BigBen.Tests.Git;
using BigBen.Tests.Ingress;
using BigBen.Tests.Manifests.Helm;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Verbs.Lifecycle;

public sealed class UpVerbTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private StateFolder State => new(_temp["state"]);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_local_platform_that_was_stopped_comes_up_at_the_port_and_the_domain_that_it_had()
    {
        var (clone, _) = await ArgoCdFixture.RepositoryAsync(_temp, (ArgoCdFixture.Records, "developer: {}"));
        await ForgeRepository.OpenOrCreateAsync(State.Forge, clone.Path, CancellationToken.None);
        var port = PlatformFixture.FreePort();
        var serving = RunAsync(Daemon.Verb, "--port", $"{port}", "--domain", "example.localhost");
        await Eventually.TrueAsync(
            () =>
            {
                serving.IsCompleted.ShouldBeFalse();
                return Task.FromResult(PlatformRecord.Read(State) is not null);
            },
            TimeSpan.FromMinutes(5));

        await new Daemon(State) { StopGrace = TimeSpan.FromMinutes(5) }.StopAsync(CancellationToken.None);
        (await serving).ExitCode.ShouldBe(0);
        PlatformRecord.Read(State).ShouldBeNull();

        (await PlanAsync()).ShouldContain($"every host that ends in .example.localhost on port {port}, ");
        (await PlanAsync("--port", "9000")).ShouldContain("every host that ends in .example.localhost on port 9000, ");
        (await PlanAsync("--domain", "other.localhost")).ShouldContain($"every host that ends in .other.localhost on port {port}, ");
    }

    [Fact]
    public async Task A_registry_without_the_hosted_repository_is_refused()
    {
        var refused = await RunAsync("up", "--platform", "kind", "--dry-run", "--registry", "registry.example/owner");

        (refused.ExitCode, refused.Error).ShouldBe((1, "big-ben.sh: --registry goes with --source: add --source URL, the hosted repository "
            + "whose images are there, or omit --registry.\n"));
    }

    private async Task<string> PlanAsync(params string[] arguments)
    {
        var plan = await RunAsync(["up", "--dry-run", .. arguments]);
        plan.ExitCode.ShouldBe(0, plan.Error);
        return plan.Output;
    }

    private async Task<CommandResult> RunAsync(params string[] arguments)
    {
        var helm = Path.GetDirectoryName((await TestHelm.ProgramAsync()).Path);
        return await new Command("dotnet", [typeof(PlatformException).Assembly.Location, .. arguments, "--state", State.Path])
        {
            Environment = new Dictionary<string, string?>
            {
                ["PATH"] = $"{helm}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
                ["BIGBEN_ROOT"] = RepositoryRoot.Path,
            },
        }.RunAsync();
    }
}
