using BigBen.Foundation;
using BigBen.Pipeline.GitHub;

namespace BigBen.Tests.Pipeline.GitHub;

public sealed class RunReviewsTests
{
    private const string Approvals = "/repos/owner/name/actions/runs/7/approvals";

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Those_who_approved_the_run_for_that_environment()
    {
        await using var github = await GitHubStandIn.StartAsync();
        github.Answers[Approvals] = (200, """
            [
              {"state":"approved","environments":[{"name":"production"},{"name":"qa"}],"user":{"login":"octocat"}},
              {"state":"approved","environments":[{"name":"staging"}],"user":{"login":"hubot"}},
              {"state":"rejected","environments":[{"name":"production"}],"user":{"login":"monalisa"}}
            ]
            """);

        var reviews = await new RunReviews(github.Api(), "7").OfAsync("production", None);

        reviews.Select(person => $"{person}").ShouldBe(["@octocat"]);
    }

    [Fact]
    public async Task Who_may_not_ask_is_told_the_permission()
    {
        await using var github = await GitHubStandIn.StartAsync();
        github.Answers[Approvals] = (403, """{"message":"Resource not accessible by integration"}""");

        (await Should.ThrowAsync<PlatformException>(new RunReviews(github.Api(), "7").OfAsync("production", None))).Message
            .ShouldContain("actions: read");
    }
}
