using System.Text.Json;
using BigBen.Foundation;
using BigBen.Tests.Git;
using BigBen.Tests.Pipeline.GitHub;

namespace BigBen.Tests.Verbs.Remote;

/// <summary>What a workflow reads: one line of JSON on standard output, warnings of GitHub's form beside it.</summary>
public sealed class FeaturesVerbTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_workflow_gets_one_line_of_json_and_a_warning_for_each_loss()
    {
        await using var github = await GitHubStandIn.StartAsync();
        github.Answers["/repos/owner/name"] = (200, """{"visibility":"private","default_branch":"main"}""");

        var result = await FeaturesAsync(github, "--attestations=true", "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldBe("""{"attestations":true,"codeScanning":true,"dependencyReview":false}""" + "\n");
        JsonDocument.Parse(result.Output).RootElement.GetProperty("codeScanning").GetBoolean().ShouldBeTrue();
        result.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldStartWith("::warning title=GitHub::The dependency graph is off");
    }

    [Fact]
    public async Task A_repository_that_is_not_there_is_one_sentence()
    {
        await using var github = await GitHubStandIn.StartAsync();

        var result = await FeaturesAsync(github);

        result.ExitCode.ShouldBe(1);
        result.Error.Trim().ShouldStartWith("big-ben.sh: GitHub does not know the repository");
    }

    private Task<CommandResult> FeaturesAsync(GitHubStandIn github, params string[] arguments) =>
        new Command("dotnet", [Path.Combine(AppContext.BaseDirectory, "bigben.dll"), "features", .. arguments])
        {
            Environment = new Dictionary<string, string?>
            {
                ["BIGBEN_ROOT"] = _temp.Path,
                ["GITHUB_ACTIONS"] = "true",
                ["GITHUB_API_URL"] = github.Address.AbsoluteUri,
                ["GITHUB_REPOSITORY"] = GitHubStandIn.Repository,
                ["GITHUB_TOKEN"] = "secret",
            },
        }.RunAsync(CancellationToken.None);
}
