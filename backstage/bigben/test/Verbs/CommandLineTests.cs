using BigBen.Foundation;
using BigBen.Tests.Git;
using BigBen.Tests.Kubernetes;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Verbs;

public sealed class CommandLineTests
{
    [Fact]
    public async Task A_platform_of_this_machine_is_reached_without_the_user_s_proxy()
    {
        using var temp = new TempFolder();
        await using var platform = await TestPlatform.DeveloperAsync();
        temp.Write("state/kubeconfig", await File.ReadAllTextAsync(platform.Server.Kubeconfig));

        var status = await new Command("dotnet", typeof(PlatformException).Assembly.Location, "status", "--state", temp["state"])
        {
            Environment = new Dictionary<string, string?>
            {
                ["BIGBEN_ROOT"] = RepositoryRoot.Path,
                // Nobody listens there, and .NET knows no ranges.
                ["HTTPS_PROXY"] = "http://127.0.0.1:1",
                ["NO_PROXY"] = "127.0.0.0/8",
                ["no_proxy"] = null,
            },
        }.RunAsync();

        status.Error.ShouldBe("");
        status.Output.ShouldContain("developer-service-a");
    }
}
