using BigBen.Kubernetes;
using BigBen.Platforms.Existing.Rights;
using BigBen.Tests.ApiServer;
using BigBen.Tests.Platforms.Kind;

namespace BigBen.Tests.Platforms.Existing.Rights;

/// <summary>A real API server is asked, by a user with rights of its own.</summary>
public class RightsReviewTests
{
    private const string User = "somebody";

    [Fact]
    public async Task Each_right_that_is_taken_away_in_turn_is_missing_and_none_else()
    {
        var all = NeededRightsTests.Needed(installs: false).DistinctBy(right => $"{right}").ToList();
        // Who may do it in the whole cluster may do it in a namespace.
        var needed = all.Where(right => !all.Any(other => other.Namespace == "" && right.Namespace != ""
            && (other.Verb, other.Group, other.Resource) == (right.Verb, right.Group, right.Resource))).ToList();
        await using var server = await TestApi.StartAsync("developer", "production", "gitops");
        await GrantAsync(server, needed);
        using var api = KubernetesApi.Open(server.Accounts.KubeconfigOf(User));
        var review = new RightsReview(api);
        (await review.MissingAsync(needed, CancellationToken.None)).ShouldBeEmpty();

        for (var i = 0; i < needed.Count; i++)
        {
            await GrantAsync(server, needed.Where(right => right != needed[i]));

            // Beside the next one: to ask for all of them each time would be their square.
            (await review.MissingAsync([needed[i], needed[(i + 1) % needed.Count]], CancellationToken.None)).ShouldBe([needed[i]]);
        }
    }

    private static Task<string> GrantAsync(TestApi server, IEnumerable<Right> rights) =>
        server.GrantAsync(User, rules: [.. rights.Select(FakeCluster.Rule)]);
}
