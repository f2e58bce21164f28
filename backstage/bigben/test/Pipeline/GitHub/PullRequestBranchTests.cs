using BigBen.Foundation;
using BigBen.Pipeline;
using BigBen.Pipeline.GitHub;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;
using BigBen.Tests.Images.Registry;
using BigBen.Tests.Pipeline.Remote;

namespace BigBen.Tests.Pipeline.GitHub;

/// <summary>A release that is proposed: real git and registry, and GitHub's pull requests as a stand-in.</summary>
public sealed class PullRequestBranchTests
{
    private const string Pulls = "/repos/owner/name/pulls";
    private const string Open = $"{Pulls}?state=open&base=main&head=owner%3Apromote%2Fv1.0.0";
    private const string Pull = """{"html_url":"https://github.com/owner/name/pull/7"}""";

    private static CancellationToken None => CancellationToken.None;

    [RegistryFact]
    public async Task A_release_becomes_a_branch_and_a_pull_request_once_and_the_check_knows_it_from_an_edit()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        await using var github = await GitHubStandIn.StartAsync();
        var commit = await fixture.DeliverAsync("one", ("app/service-a/src/Program.cs", "one"));
        await fixture.TagAsync("v1.0.0", commit);
        var main = await fixture.HeadAsync();
        github.Answers[Open] = (200, "[]");
        github.Answers[Pulls] = (201, Pull);

        var first = await ProposeAsync(fixture, github);
        github.Answers[Open] = (200, $"[{Pull}]");
        var second = await ProposeAsync(fixture, github);

        (first.Url, second.Url).ShouldBe(("https://github.com/owner/name/pull/7", "https://github.com/owner/name/pull/7"));
        github.Asked.Count(request => request.StartsWith("POST", StringComparison.Ordinal)).ShouldBe(1);
        (await fixture.HeadAsync()).ShouldBe(main, "a person merges");
        var proposed = await fixture.Server.ResolveAsync("refs/heads/promote/v1.0.0", None);
        (await EnvironmentFile.ReadAsync(fixture.Server, proposed, "production", None)).Services["service-a"].Tag.ShouldBe("v1.0.0");
        (await new RecordedRelease(fixture.Server).FindAsync(main, proposed, None)).ShouldBe(SemanticVersion.TryParse("v1.0.0"));
    }

    [RegistryFact]
    public async Task A_record_that_differs_in_anything_from_what_the_pipeline_writes_is_an_edit()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        var commit = await fixture.DeliverAsync("one", ("app/service-a/src/Program.cs", "one"));
        await fixture.TagAsync("v1.0.0", commit);
        var main = await fixture.HeadAsync();
        var given = (await fixture.FileAsync("developer")).Services;
        var right = given.ToDictionary(pair => pair.Key, pair => new ServiceRecord("refs/tags/v1.0.0", "v1.0.0", pair.Value.Digest));
        var other = new ServiceRecord("refs/tags/v1.0.0", "v1.0.0", $"sha256:{new string('1', 64)}");
        var unknown = right.ToDictionary(pair => pair.Key, pair => pair.Value with { Revision = "refs/tags/v2.0.0", Tag = "v2.0.0" });

        (await FindAsync(right)).ShouldNotBeNull();
        (await FindAsync(new(right) { ["service-a"] = other })).ShouldBeNull("another image");
        (await FindAsync(right.Where(pair => pair.Key == "service-a").ToDictionary())).ShouldBeNull("a service is left out");
        (await FindAsync(unknown)).ShouldBeNull("there is no such tag");
        (await FindAsync(right, EnvironmentFile.PathOf("developer"), "developer: {}\n")).ShouldBeNull("another record as well");

        async Task<SemanticVersion?> FindAsync(Dictionary<string, ServiceRecord> records, string? path = null, string text = "")
        {
            var files = new Dictionary<string, string>
            {
                [EnvironmentFile.PathOf("production")] = $"{new EnvironmentFile("production", records)}",
            };
            if (path is not null)
                files[path] = text;
            var head = await fixture.Server.CommitFilesAsync(main, files, "by hand", None);
            return await new RecordedRelease(fixture.Server).FindAsync(main, head, None);
        }
    }

    [RegistryFact]
    public async Task What_GitHub_refuses_is_told_in_its_words()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        await using var github = await GitHubStandIn.StartAsync();
        await fixture.TagAsync("v1.0.0", await fixture.DeliverAsync("one", ("app/service-a/src/Program.cs", "one")));
        github.Answers[Open] = (200, "[]");
        github.Answers[Pulls] = (403, """{"message":"GitHub Actions is not permitted to create or approve pull requests."}""");

        var error = await Should.ThrowAsync<PlatformException>(ProposeAsync(fixture, github));

        error.Message.ShouldContain("GitHub Actions is not permitted to create or approve pull requests");
    }

    private static async Task<PullRequestBranch> ProposeAsync(RemoteFixture fixture, GitHubStandIn github)
    {
        var branch = new PullRequestBranch(fixture.Branch, github.Api(), "main", "promote/v1.0.0");
        await new Releaser(new Rollout(branch), fixture.Images, null).ReleaseAsync(fixture.Run, "v1.0.0", "refs/tags/v1.0.0", None);
        return branch;
    }
}
