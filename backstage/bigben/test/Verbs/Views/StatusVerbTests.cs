using BigBen.Foundation;
using BigBen.Git;
using BigBen.Platforms.Kind;
using BigBen.Tests.Git;
using BigBen.Tests.Kubernetes;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Verbs.Views;

public sealed class StatusVerbTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_console_of_a_process_that_is_gone_is_not_told(bool leavesRecord)
    {
        using var temp = new TempFolder();
        await using var platform = await TestPlatform.DeveloperAsync();
        var state = new StateFolder(temp["state"]);
        temp.Write("state/kubeconfig", await File.ReadAllTextAsync(platform.Server.Kubeconfig));
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first", ("a", "1"));
        await ForgeRepository.OpenOrCreateAsync(state.Forge, clone.Path, CancellationToken.None);
        new KindRecord(state.UniqueName, 8080, Monitoring: false, Source: null, Registry: null).Write(state);
        if (leavesRecord)
        {
            new PlatformRecord(int.MaxValue, 8080, "token", "build", DateTimeOffset.UnixEpoch) { ApiPort = PlatformFixture.FreePort() }
                .Write(state);
        }

        var status = await new Command("dotnet", typeof(PlatformException).Assembly.Location, "status", "--state", state.Path)
        {
            Environment = new Dictionary<string, string?> { ["BIGBEN_ROOT"] = RepositoryRoot.Path },
        }.RunAsync();

        status.Error.ShouldBe("");
        status.Output.ShouldContain("developer-service-a");
        status.Output.ShouldEndWith(
            "\nThe platform's process is not running, so pushes are refused: run ./bootstrap/big-ben.sh.\n");
        status.Output.ShouldNotContain("Console:");
    }

    [Theory]
    [InlineData("status")]
    [InlineData("logs", "developer-service-a")]
    public async Task A_local_platform_that_is_stopped_is_told_with_the_way_to_start_it(params string[] words)
    {
        using var temp = new TempFolder();
        await using (var platform = await TestPlatform.DeveloperAsync())
            temp.Write("state/kubeconfig", await File.ReadAllTextAsync(platform.Server.Kubeconfig));
        Directory.CreateDirectory(temp["state/forge.git"]);

        var told = await new Command("dotnet", [typeof(PlatformException).Assembly.Location, .. words, "--state", temp["state"]])
        {
            Environment = new Dictionary<string, string?> { ["BIGBEN_ROOT"] = RepositoryRoot.Path },
        }.RunAsync();

        told.ExitCode.ShouldBe(1);
        told.Error.ShouldBe($"big-ben.sh: No platform is running with the state folder '{temp["state"]}'; "
            + "start it with ./bootstrap/big-ben.sh.\n");
    }
}
