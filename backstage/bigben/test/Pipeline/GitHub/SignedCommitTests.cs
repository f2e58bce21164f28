using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Remote;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline.GitHub;

/// <summary>A remote that makes the commits itself: real git, and a GitHub that answers with what was made there.</summary>
public sealed class SignedCommitTests : IDisposable
{
    private const string Root = "/repos/owner/name/git";

    private readonly TempFolder _temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_record_is_the_commit_that_GitHub_made_and_signed()
    {
        var (clone, server, head) = await SetUpAsync();
        await using var github = await GitHubStandIn.StartAsync();
        var branch = new RemoteBranch(clone.Path, "origin") { Signer = github.Api() };
        var record = new ServiceRecord(head, head[..7], $"sha256:{new string('1', 64)}");
        // The very tree that the record will have, in a commit of somebody else's.
        var (tree, signed) = await OnServerAsync(server, head, record);
        github.Answers[$"{Root}/trees"] = (201, $$"""{"sha":"{{tree}}"}""");
        github.Answers[$"{Root}/commits"] = (
            201, $$"""{"sha":"{{signed}}","verification":{"verified":true,"reason":"valid"} }""");

        var plan = await TestRecords.WriteAsync(branch, "service-a", record);

        plan.Commit.ShouldBe(signed);
        (await server.ResolveAsync(ForgeRepository.MainRef, None)).ShouldBe(signed);
        (await clone.GitAsync("log", "-1", "--format=%an", signed)).ShouldBe("github-actions[bot]");
        var posted = github.Posted.Select(one => one.Split(' ', 2)).ToDictionary(one => one[0], one => JsonNode.Parse(one[1])!);
        var changed = posted[$"{Root}/trees"]["tree"]!.AsArray().ShouldHaveSingleItem()!;
        $"{changed["mode"]} {changed["path"]}".ShouldBe($"100644 {EnvironmentFile.PathOf("developer")}");
        $"{changed["content"]}".ShouldContain(record.Digest);
        var made = posted[$"{Root}/commits"];
        $"{made["tree"]} {made["parents"]!.AsArray().Single()}".ShouldBe($"{tree} {head}");
        $"{made["message"]}".ShouldNotBeEmpty();
        // An author of our own would leave it unsigned.
        (made["author"], made["committer"]).ShouldBe((null, null));
    }

    [Theory]
    [InlineData(false, true, "did not sign the record (unsigned)")]
    [InlineData(true, false, "GitHub made the tree")]
    public async Task What_is_not_signed_or_another_tree_is_no_record(bool verified, bool sameTree, string words)
    {
        var (clone, server, head) = await SetUpAsync();
        await using var github = await GitHubStandIn.StartAsync();
        var branch = new RemoteBranch(clone.Path, "origin") { Signer = github.Api() };
        var record = new ServiceRecord(head, head[..7], $"sha256:{new string('1', 64)}");
        var (tree, signed) = await OnServerAsync(server, head, record);
        github.Answers[$"{Root}/trees"] = (201, $$"""{"sha":"{{(sameTree ? tree : head)}}"}""");
        github.Answers[$"{Root}/commits"] = (
            201, $$"""{"sha":"{{signed}}","verification":{"verified":{{(verified ? "true" : "false")}},"reason":"unsigned"} }""");

        (await Should.ThrowAsync<PlatformException>(TestRecords.WriteAsync(branch, "service-a", record))).Message.ShouldContain(words);

        (await server.ResolveAsync(ForgeRepository.MainRef, None)).ShouldBe(head);
    }

    private async Task<(TestClone Clone, GitCli Server, string Head)> SetUpAsync()
    {
        var seed = await TestClone.InitAsync(_temp["seed"]);
        var head = await seed.CommitAsync("first", PipelineFixture.Services());
        await seed.GitAsync("clone", "--quiet", "--bare", seed.Path, _temp["server.git"]);
        var server = GitCli.OfRepository(_temp["server.git"]);
        // As GitHub's.
        await server.OutputAsync(None, "config", "uploadpack.allowAnySHA1InWant", "true");
        return (await TestClone.OfAsync(server.Path, _temp["clone"]), server, head);
    }

    private static async Task<(string Tree, string Commit)> OnServerAsync(
        GitCli server, string head, ServiceRecord record)
    {
        var commit = await Recorder.CommitAsync(
            server, head, "developer", new Dictionary<string, ServiceRecord?> { ["service-a"] = record }, "made on GitHub", None);
        var tree = await server.OutputAsync(None, "rev-parse", $"{commit}^{{tree}}");
        var author = new Dictionary<string, string?> { ["GIT_AUTHOR_NAME"] = "github-actions[bot]" };
        string[] words = ["commit-tree", tree, "-p", head, "-m", "made on GitHub"];
        return (tree, await server.OutputAsync(author, server.Path, words, None));
    }
}
