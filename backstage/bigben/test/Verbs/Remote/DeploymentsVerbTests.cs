using BigBen.Foundation;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;
using BigBen.Tests.Git;
using BigBen.Tests.Pipeline.GitHub;

namespace BigBen.Tests.Verbs.Remote;

/// <summary>What a workflow runs after it has recorded: a process in a clone, and GitHub's stand-in.</summary>
public sealed class DeploymentsVerbTests : IDisposable
{
    private const string Root = "/repos/owner/name/deployments";

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task What_the_remotes_main_records_is_told_by_commit_and_url()
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        var commit = await clone.CommitAsync(
            "delivered",
            (ServiceSource.ValuesFileOf("service-a", "production"), "ingress: {enabled: true}\n"),
            (ServiceSource.ValuesFileOf("worker", "production"), "kind: worker\n"));
        await clone.GitAsync("tag", "v1.0.0");
        var record = new ServiceRecord("refs/tags/v1.0.0", "v1.0.0", $"sha256:{new string('1', 64)}");
        var records = new Dictionary<string, ServiceRecord> { ["service-a"] = record, ["worker"] = record };
        await clone.CommitAsync("recorded", (EnvironmentFile.PathOf("production"), $"{new EnvironmentFile("production", records)}"));
        await clone.GitAsync("remote", "add", "origin", clone.Path);
        await using var github = await GitHubStandIn.StartAsync();
        github.Answers[$"{Root}?environment=production-service-a&per_page=30"] = (200, "[]");
        github.Answers[$"{Root}?environment=production-worker&per_page=30"] = (200, "[]");
        github.Answers[$"{Root}?task=deploy%3Aproduction&per_page=30"] = (200, "[]");
        github.Answers[Root] = (201, """{"id":7}""");
        github.Answers[$"{Root}/7/statuses"] = (201, "{}");

        var result = await DeploymentsAsync(clone, github, "production", "--domain", "example.org");
        var refused = await DeploymentsAsync(clone, github, "production", "--domain", "", "--wait", "5");
        var cut = await DeploymentsAsync(clone, github, "production", "--domain=", "--wait=5");
        var unknown = await DeploymentsAsync(clone, github, "elsewhere");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldBe(
            "production-service-a: in_progress, version v1.0.0 at https://production.service-a.example.org/\n"
            + "production-worker: in_progress, version v1.0.0\n");
        github.Posted.First().ShouldContain($"\"ref\":\"{commit}\"");
        github.Posted.Last().ShouldContain("\"log_url\":\"https://github.com/owner/name/actions/runs/5\"");
        refused.ExitCode.ShouldBe(2, refused.Output);
        refused.Error.ShouldContain("give --domain too");
        cut.ExitCode.ShouldBe(2, cut.Error);
        cut.Error.ShouldNotContain("Exception");
        unknown.ExitCode.ShouldBe(1);
        unknown.Error.ShouldContain("There is no environment 'elsewhere'");
    }

    private static Task<CommandResult> DeploymentsAsync(TestClone clone, GitHubStandIn github, params string[] arguments) =>
        new Command("dotnet", [Path.Combine(AppContext.BaseDirectory, "bigben.dll"), "deployments", .. arguments])
        {
            WorkingDirectory = clone.Path,
            Environment = new Dictionary<string, string?>
            {
                ["BIGBEN_ROOT"] = clone.Path,
                ["BIGBEN_STATE"] = null,
                ["GITHUB_API_URL"] = github.Address.AbsoluteUri,
                ["GITHUB_REPOSITORY"] = GitHubStandIn.Repository,
                ["GITHUB_RUN_ID"] = "5",
                ["GITHUB_SERVER_URL"] = null,
                ["GITHUB_TOKEN"] = "secret",
            },
        }.RunAsync(CancellationToken.None);
}
