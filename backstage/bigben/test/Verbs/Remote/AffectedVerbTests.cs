using BigBen.Foundation;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;
using BigBen.Tests.Git;
using BigBen.Tests.Pipeline;

namespace BigBen.Tests.Verbs.Remote;

/// <summary>What the job <c>affected</c> of a pull request's check refuses: a process in the merge commit that GitHub checks out.</summary>
public sealed class AffectedVerbTests : IAsyncLifetime
{
    private readonly TempFolder _temp = new();
    private TestClone _clone = null!;

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync()
    {
        var seed = await TestClone.InitAsync(_temp["seed"]);
        var records = EnvironmentList.Parse("").Names.Select(name => (EnvironmentFile.PathOf(name), $"{EnvironmentFile.Empty(name)}"));
        await seed.CommitAsync("first", [.. PipelineFixture.Services(), .. records]);
        _clone = await TestClone.OfAsync(seed.Path, _temp["clone"]);
    }

    public Task DisposeAsync()
    {
        _temp.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("developer", "developer: { service-a: {} }\n")]
    [InlineData("production", "production: {}\n")]
    [InlineData("production", null)]
    public async Task A_pull_request_that_edits_a_record_by_hand_is_refused_with_the_file(string environment, string? text)
    {
        var path = EnvironmentFile.PathOf(environment);
        await _clone.GitAsync("switch", "--quiet", "-c", "by-hand");
        if (text is null)
            await _clone.GitAsync("rm", "--quiet", path);
        await _clone.CommitAsync("by hand", text is null ? [("README.md", "x")] : [(path, text)]);
        await MergeAsync("by-hand");

        var result = await AffectedAsync();

        result.ExitCode.ShouldBe(1, result.Output);
        result.Error.ShouldStartWith($"big-ben.sh: This change changes {path}, which the pipeline alone writes");
    }

    [Fact]
    public async Task What_main_recorded_meanwhile_is_nobody_s_edit()
    {
        await _clone.GitAsync("switch", "--quiet", "-c", "feature");
        await _clone.CommitAsync(
            "change", ("app/service-a/src/Program.cs", "2"), ("app/service-a/deploy-config/developer/values.yaml", "kind: worker\n"));
        await _clone.GitAsync("switch", "--quiet", "main");
        await _clone.CommitAsync("Deliver to developer: service-a", (EnvironmentFile.PathOf("developer"), "# new\ndeveloper: {}\n"));
        await MergeAsync("feature");

        var result = await AffectedAsync();

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("\"service\":\"service-a\"");
        result.Output.ShouldContain("\"kind\":\"worker\"");
        result.Output.ShouldNotContain("service-b");
    }

    [Fact]
    public async Task A_service_that_could_not_be_deployed_is_refused_before_a_build_starts()
    {
        await _clone.GitAsync("switch", "--quiet", "-c", "feature");
        await _clone.CommitAsync("new", PipelineFixture.Service("2fa"));
        await MergeAsync("feature");

        var result = await AffectedAsync();

        result.ExitCode.ShouldBe(1, result.Output);
        result.Error.ShouldContain("call it app/service-2fa");
    }

    private async Task MergeAsync(string branch)
    {
        await _clone.GitAsync("switch", "--quiet", "--detach", "main");
        await _clone.GitAsync("merge", "--quiet", "--no-ff", "-m", "as GitHub merges it", branch);
    }

    private Task<CommandResult> AffectedAsync() =>
        new Command("dotnet", [Path.Combine(AppContext.BaseDirectory, "bigben.dll"), "affected", "--base", "HEAD^1", "--json"])
        {
            WorkingDirectory = _clone.Path,
            Environment = new Dictionary<string, string?> { ["BIGBEN_ROOT"] = _clone.Path, ["BIGBEN_STATE"] = null },
        }.RunAsync(None);
}
