using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Pipeline.GitHub;

namespace BigBen.Tests.Pipeline.GitHub;

public sealed class DeploymentsTests
{
    private const string Root = "/repos/owner/name/deployments";
    private const string OfService = $"{Root}?environment=production-service-a&per_page=30";
    private const string OfEnvironment = $"{Root}?task=deploy%3Aproduction&per_page=30";

    private static readonly string Commit = new('a', 40);
    private static readonly Deployment Service = new(
        "production-service-a", Commit, "v1.2.0", new Uri("https://production.service-a.example.org"));

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_record_is_a_deployment_in_progress_of_its_commit_until_the_cluster_tells()
    {
        await using var github = await StartAsync();

        var told = await TellAsync(github, ask: null);

        told.Select(one => one.State).ShouldBe(["in_progress"]);
        var posted = github.Posted.Select(one => one.Split(' ', 2)).ToList();
        posted.Select(one => one[0]).ShouldBe([Root, $"{Root}/7/statuses"]);
        var made = JsonNode.Parse(posted[0][1])!;
        $"{made["ref"]} {made["environment"]} {made["task"]}".ShouldBe($"{Commit} production-service-a deploy:production");
        made["required_contexts"]!.AsArray().ShouldBeEmpty();
        made["auto_merge"]!.GetValue<bool>().ShouldBeFalse();
        made["production_environment"]!.GetValue<bool>().ShouldBeTrue();
        States(github).ShouldBe(["7 in_progress https://production.service-a.example.org/"]);
        github.Posted.Last().ShouldContain("\"log_url\":\"https://example.org/run/1\"");
    }

    [Theory]
    [InlineData("in_progress", false)]
    [InlineData("success", false)]
    [InlineData("inactive", true)]
    [InlineData("failure", true)]
    public async Task What_GitHub_knows_is_not_told_twice_but_what_is_over_begins_anew(string state, bool isAnew)
    {
        await using var github = await StartAsync();
        github.Answers[OfService] = (200, $$"""[{"id":6,"sha":"{{Commit}}"}]""");
        github.Answers[$"{Root}/6/statuses?per_page=1"] = (200, $$"""[{"state":"{{state}}"}]""");

        await TellAsync(github, ask: null);

        github.Posted.IsEmpty.ShouldBe(!isAnew);
    }

    [Fact]
    public async Task Live_is_a_success_and_ends_what_ran_before()
    {
        await using var github = await StartAsync();
        var before = new string('b', 40);
        github.Answers[OfService] = (200, $$"""[{"id":6,"sha":"{{before}}"},{"id":5,"sha":"{{before}}"}]""");
        github.Answers[$"{Root}/6/statuses?per_page=1"] = (200, """[{"state":"success"}]""");
        github.Answers[$"{Root}/5/statuses?per_page=1"] = (200, """[{"state":"inactive"}]""");

        var told = await TellAsync(github, seen: null);

        told.Single().State.ShouldBe("success");
        States(github).ShouldBe(
        [
            "7 in_progress https://production.service-a.example.org/",
            "7 success https://production.service-a.example.org/",
            "6 inactive ",
        ]);
    }

    [Fact]
    public async Task What_has_no_URL_is_not_asked_and_stays_in_progress()
    {
        await using var github = await StartAsync();
        var asked = false;

        var told = await ToldDeployment.TellAsync(
            new Deployments(github.Api(), "production", isProduction: true, null),
            [Service with { Url = null }],
            (_, _) =>
            {
                asked = true;
                return Task.FromResult<string?>("nothing");
            },
            None);

        told.ShouldBe([new ToldDeployment("production-service-a", "v1.2.0", null, "in_progress", null)]);
        asked.ShouldBeFalse();
        States(github).ShouldBe(["7 in_progress "]);
    }

    [Fact]
    public async Task Not_live_is_a_failure_with_what_was_seen_and_ends_nothing()
    {
        await using var github = await StartAsync();
        github.Answers[OfService] = (200, $$"""[{"id":6,"sha":"{{new string('b', 40)}}"}]""");

        var told = await TellAsync(github, seen: new string('x', 200));

        told.Single().State.ShouldBe("failure");
        States(github).Last().ShouldStartWith("7 failure ");
        JsonNode.Parse(github.Posted.Last().Split(' ', 2)[1])!["description"]!.GetValue<string>().Length.ShouldBe(140);
    }

    [Fact]
    public async Task A_service_that_is_recorded_no_more_is_inactive()
    {
        await using var github = await StartAsync();
        github.Answers[OfEnvironment] = (
            200, """[{"id":3,"environment":"production-gone"},{"id":7,"environment":"production-service-a"}]""");
        github.Answers[$"{Root}/3/statuses?per_page=1"] = (200, """[{"state":"success"}]""");

        await TellAsync(github, ask: null);

        States(github).Last().ShouldBe("3 inactive ");
    }

    [Theory]
    [InlineData(401, "Bad credentials", "GitHub does not accept the token for /repos/owner/name/deployments (Bad credentials)")]
    [InlineData(403, "Resource not accessible", "GitHub forbids /repos/owner/name/deployments (Resource not accessible)")]
    [InlineData(404, "Not Found", "GitHub does not know /repos/owner/name/deployments, or the token may not see it")]
    [InlineData(422, "No ref found", "GitHub answers 422 for /repos/owner/name/deployments: No ref found")]
    [InlineData(429, "Slow down", "GitHub's rate limit is used up, so /repos/owner/name/deployments was not answered")]
    public async Task A_refusal_is_one_sentence_that_says_what_to_do(int status, string reason, string sentence)
    {
        await using var github = await StartAsync();
        github.Answers[Root] = (status, $$"""{"message":"{{reason}}"}""");

        var failure = await Should.ThrowAsync<PlatformException>(TellAsync(github, ask: null));

        failure.Message.ShouldStartWith(sentence);
        failure.Message.ShouldNotContain('\n');
    }

    [Theory]
    [InlineData("x-ratelimit-reset", "1795000000", "after 2026-11-18 ")]
    [InlineData("Retry-After", "60", "in 60 s.")]
    [InlineData("x-ratelimit-reset", "99999999999999999", "in a minute.")]
    public async Task A_spent_rate_limit_is_not_a_missing_permission(string header, string value, string when)
    {
        await using var github = await StartAsync();
        github.Answers[OfService] = (403, """{"message":"API rate limit exceeded"}""");
        github.Headers[OfService] = [("x-ratelimit-remaining", "0"), (header, value)];

        var failure = await Should.ThrowAsync<PlatformException>(TellAsync(github, ask: null));

        failure.Message.ShouldStartWith("GitHub's rate limit is used up");
        failure.Message.ShouldContain($"run this again {when}");
    }

    [Fact]
    public async Task Who_may_not_see_deployments_is_told_the_permission()
    {
        await using var github = await StartAsync();
        github.Answers[OfService] = (403, """{"message":"Resource not accessible by integration"}""");

        (await Should.ThrowAsync<PlatformException>(TellAsync(github, ask: null))).Message.ShouldContain("deployments: write");
    }

    private static IEnumerable<string> States(GitHubStandIn github) =>
        from one in github.Posted
        let parts = one.Split(' ', 2)
        where parts[0].EndsWith("/statuses", StringComparison.Ordinal)
        let body = JsonNode.Parse(parts[1])!
        select $"{parts[0].Split('/')[^2]} {body["state"]} {body["environment_url"]}";

    private static Task<IReadOnlyList<ToldDeployment>> TellAsync(
        GitHubStandIn github, Func<Deployment, CancellationToken, Task<string?>>? ask) =>
        ToldDeployment.TellAsync(
            new Deployments(github.Api(), "production", isProduction: true, "https://example.org/run/1"), [Service], ask, None);

    private static Task<IReadOnlyList<ToldDeployment>> TellAsync(GitHubStandIn github, string? seen) =>
        TellAsync(github, (_, _) => Task.FromResult(seen));

    private static async Task<GitHubStandIn> StartAsync()
    {
        var github = await GitHubStandIn.StartAsync();
        github.Answers[OfService] = (200, "[]");
        github.Answers[OfEnvironment] = (200, "[]");
        github.Answers[Root] = (201, """{"id":7}""");
        foreach (var number in new[] { 3, 6, 7 })
            github.Answers[$"{Root}/{number}/statuses"] = (201, "{}");
        github.Answers[$"{Root}/7/statuses?per_page=1"] = (200, """[{"state":"in_progress"}]""");
        return github;
    }
}
