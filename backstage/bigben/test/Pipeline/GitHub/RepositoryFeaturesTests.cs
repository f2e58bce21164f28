using BigBen.Foundation;
using BigBen.Pipeline.GitHub;

namespace BigBen.Tests.Pipeline.GitHub;

public sealed class RepositoryFeaturesTests
{
    private const string Graph = "/repos/owner/name/dependency-graph/compare/main...main";
    private const string Alerts = "/repos/owner/name/code-scanning/alerts?per_page=1";
    private const string Off = """{"message":"Code Security must be enabled for this repository to use code scanning.","status":"403"}""";

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_public_repository_has_everything()
    {
        await using var github = await StartAsync("public");
        github.Answers[Graph] = (200, "[]");

        var features = await RepositoryFeatures.AskAsync(github.Api(), false, None);

        features.ShouldBe(new RepositoryFeatures(true, true, true));
        features.Losses().ShouldBeEmpty();
        github.Asked.ShouldContain("GET /repos/owner/name Bearer secret");
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_public_fork_lacks_the_dependency_graph_until_it_is_switched_on(int status)
    {
        await using var github = await StartAsync("public");
        github.Answers[Graph] = (status, """{"message":"Dependency review is not supported on this repository."}""");

        var features = await RepositoryFeatures.AskAsync(github.Api(), false, None);

        features.ShouldBe(new RepositoryFeatures(true, true, false));
        features.Losses().Single().ShouldContain("Switch it on");
    }

    [Fact]
    public async Task A_private_repository_lacks_attestations_and_code_scanning_and_is_told_what_that_means()
    {
        await using var github = await StartAsync("private");
        github.Answers[Alerts] = (403, Off);

        var features = await RepositoryFeatures.AskAsync(github.Api(), false, None);

        features.ShouldBe(new RepositoryFeatures(false, false, false));
        features.Losses().Count().ShouldBe(3);
    }

    [Theory]
    [InlineData("private", true)]
    [InlineData("internal", false)]
    public async Task What_people_say_of_a_private_repository_counts_and_an_internal_one_is_of_an_enterprise(string visibility, bool said)
    {
        await using var github = await StartAsync(visibility);
        // Switched on, and nothing was analyzed yet.
        github.Answers[Alerts] = (404, """{"message":"no analysis found"}""");
        github.Answers[Graph] = (200, "[]");

        (await RepositoryFeatures.AskAsync(github.Api(), said, None)).ShouldBe(new RepositoryFeatures(true, true, true));
    }

    [Fact]
    public async Task What_GitHub_cannot_tell_is_no_feature_that_is_missing()
    {
        await using var github = await StartAsync("private");
        github.Answers[Graph] = (500, """{"message":"Server Error"}""");
        await using var unknown = await GitHubStandIn.StartAsync();

        var failing = await Should.ThrowAsync<PlatformException>(RepositoryFeatures.AskAsync(github.Api(), false, None));
        var missing = await Should.ThrowAsync<PlatformException>(RepositoryFeatures.AskAsync(unknown.Api(), false, None));

        failing.Message.ShouldBe(
            $"GitHub answers 500 for {Graph}: Server Error; look at the token's permissions and GitHub's status.");
        missing.Message.ShouldStartWith("GitHub does not know the repository");
    }

    private static async Task<GitHubStandIn> StartAsync(string visibility)
    {
        var github = await GitHubStandIn.StartAsync();
        github.Answers["/repos/owner/name"] = (200, $$"""{"visibility":"{{visibility}}","default_branch":"main"}""");
        return github;
    }
}
