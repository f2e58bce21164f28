using BigBen.Foundation;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Protection;
using BigBen.Pipeline.Releases;

namespace BigBen.Tests.Pipeline.Protection;

/// <summary>The rules of an environment hold alike wherever main is: real git, from the wish to the record.</summary>
public sealed class ProtectionGateTests
{
    private const string Source = "app/service-a/src/Program.cs";
    private static readonly Person Ana = new("Ana", "ana@example.com");
    private static readonly Person Bob = new("Bob", "bob@example.com");
    private static readonly Person Eve = new("Eve", "eve@example.com");

    public static TheoryData<string> Kinds => [BranchFixture.InForge, BranchFixture.OnRemote];

    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_release_waits_for_somebody_else_s_word_on_exactly_this_version(string kind)
    {
        using var fixture = await CreateAsync(kind, "approvals: 1");
        await fixture.DeliverAsync();

        var waits = await RefusedAsync(() => ReleaseAsync(fixture, "v1.0.0", Ana));

        var request = (await WaitingAsync(fixture)).ShouldHaveSingleItem();
        waits.ShouldStartWith(
            $"'release v1.0.0 to production' waits for 1 more approval by somebody else (big-ben.sh approve {request.Request[..7]}).");
        $"{request}".ShouldContain("release v1.0.0 to production, asked for by Ana <ana@example.com>: 1 more approval");
        (await fixture.RecordsAsync("production")).ShouldBeEmpty();
        (await fixture.Server.TryResolveAsync("refs/tags/v1.0.0", None)).ShouldBeNull();
        (await RefusedAsync(() => ReleaseAsync(fixture, "v1.0.0", Bob))).ShouldContain("1 more approval");
        (await RefusedAsync(() => ApproveAsync(fixture, request.Request, Ana))).ShouldContain("somebody else has to approve it");
        (await RefusedAsync(() => ApproveAsync(fixture, "0000000", Bob))).ShouldContain($"{request.Request[..7]} is 'release v1.0.0");

        (await ApproveAsync(fixture, request.Request[..7], Bob)).ShouldStartWith("Bob <bob@example.com> approves 'release v1.0.0");
        (await RefusedAsync(() => ApproveAsync(fixture, request.Request, Bob))).ShouldContain("already");
        // Another program is another version of the services: nobody has approved that.
        await fixture.DeliverAsync((Source, "2"));
        (await RefusedAsync(() => ReleaseAsync(fixture, "v1.0.0", Ana))).ShouldContain("1 more approval");
        var second = (await WaitingAsync(fixture)).ShouldHaveSingleItem();
        second.Request.ShouldNotBe(request.Request);
        (await RefusedAsync(() => ApproveAsync(fixture, request.Request, Bob))).ShouldContain("Nothing waits by the id");
        await ApproveAsync(fixture, second.Request, Bob);
        (await WaitingAsync(fixture)).Single().For.ShouldBeEmpty();
        // A document is none.
        await fixture.PushAsync(("README.md", "read"));

        (await ReleaseAsync(fixture, "v1.0.0", Eve)).Changed.ShouldBeTrue();

        (await fixture.RecordsAsync("production")).Count.ShouldBe(2);
        (await TrailersAsync(fixture)).ShouldBe(
            ["Released-Commit", "Requested-By: Ana <ana@example.com>", "Approved-By: Bob <bob@example.com>"]);
        (await WaitingAsync(fixture)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Closed_hours_keep_a_rollback_back_too_unless_somebody_says_why_not(string kind)
    {
        using var fixture = await CreateAsync(kind, "releaseWindows: [{ kind: deny, schedule: 0 18 * * 5, duration: 62h }]");
        await fixture.DeliverAsync();
        await ReleaseAsync(fixture, "v1.0.0", Ana);
        await fixture.DeliverAsync((Source, "2"));
        await ReleaseAsync(fixture, "v1.1.0", Ana);
        (await fixture.SubjectAsync()).ShouldBe("Release v1.1.0 to production");
        fixture.Clock.Now = new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

        (await RefusedAsync(() => fixture.RollBackAsync("service-a", "production", new Asking(Ana)))).ShouldStartWith(
            "'roll service-a in production back from v1.1.0 to v1.0.0' waits for its windows, which open Mon 2026-11-30 08:00 UTC.");
        await fixture.RollBackAsync("service-a", "production", Asking.Of($"{Eve}", "customers cannot\npay"));

        (await fixture.RecordsAsync("production"))["service-a"].Tag.ShouldBe("v1.0.0");
        (await TrailersAsync(fixture)).ShouldBe(
            ["Requested-By: Ana <ana@example.com>", "Override: customers cannot pay", "Override-By: Eve <eve@example.com>"]);
        fixture.Clock.Now = new DateTimeOffset(2026, 11, 30, 8, 1, 0, TimeSpan.Zero);
        (await ReleaseAsync(fixture, "v1.2.0", Ana)).Changed.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Only_those_who_are_listed_deliver_and_approve(string kind)
    {
        using var fixture = await CreateAsync(kind, "approvals: 1, deployers: [ANA@example.com, bob@example.com]");
        await fixture.DeliverAsync();

        (await RefusedAsync(() => ReleaseAsync(fixture, "v1.0.0", Eve))).ShouldContain(
            "eve@example.com is none of those who may deliver to production (ANA@example.com, bob@example.com;");
        (await RefusedAsync(() => ReleaseAsync(fixture, "v1.0.0", null))).ShouldContain("production asks who wants it");
        (await WaitingAsync(fixture)).ShouldBeEmpty();
        await RefusedAsync(() => ReleaseAsync(fixture, "v1.0.0", Ana));
        var request = (await WaitingAsync(fixture)).Single().Request;
        (await RefusedAsync(() => ApproveAsync(fixture, request, Eve))).ShouldContain("eve@example.com is none of those");
        // No reason takes the place of the right to deliver.
        (await RefusedAsync(() => ReleaseAsync(fixture, "v1.0.0", Eve, "now"))).ShouldContain("none of those");
        (await ReleaseAsync(fixture, "v1.0.0", Ana, "now")).Changed.ShouldBeTrue();
    }

    [Fact]
    public async Task The_word_of_who_may_not_deliver_any_more_is_asked_for_again()
    {
        using var fixture = await CreateAsync(BranchFixture.InForge, "approvals: 1, deployers: [ana@example.com, bob@example.com]");
        await fixture.DeliverAsync();
        await RefusedAsync(() => ReleaseAsync(fixture, "v1.0.0", Ana));
        await ApproveAsync(fixture, (await WaitingAsync(fixture)).Single().Request, Bob);
        (await WaitingAsync(fixture)).Single().For.ShouldBeEmpty();

        await fixture.PushAsync(List("approvals: 1, deployers: [ana@example.com, eve@example.com]"));

        $"{(await WaitingAsync(fixture)).Single()}".ShouldContain("1 more approval");
        (await RefusedAsync(() => ReleaseAsync(fixture, "v1.0.0", Ana))).ShouldContain("1 more approval");
    }

    [Fact]
    public async Task Reviewers_elsewhere_count_unless_they_asked_themselves()
    {
        using var fixture = await CreateAsync(BranchFixture.OnRemote, "approvals: 1");
        await fixture.DeliverAsync();
        var octocat = new Person("", "@octocat");

        await RefusedAsync(() => ReviewedAsync(octocat));
        var release = await ReviewedAsync(new Person("", "@hubot"));

        release.Changed.ShouldBeTrue();
        (await TrailersAsync(fixture)).ShouldContain("Approved-By: @hubot");

        Task<ReleaseResult> ReviewedAsync(Person reviewer) =>
            new Releaser(new(fixture.Branch, reviews: new Reviewed(reviewer)), fixture.Images, proof: null).ReleaseAsync(
                TestRecords.Run, "v1.0.0", null, None, new ReleaseOptions { Asking = new Asking(octocat) });
    }

    [Fact]
    public async Task What_a_platform_releases_when_it_comes_up_waits_for_nobody()
    {
        using var fixture = await CreateAsync(BranchFixture.InForge, "approvals: 1");
        await fixture.DeliverAsync();

        var first = await fixture.ReleaseAsync("v0.1.0", options: new ReleaseOptions { IsFirst = true });

        first.Changed.ShouldBeTrue();
    }

    [Fact]
    [Trait("Category", "Nightly")]
    public async Task All_of_it_holds_in_a_forge_that_is_a_hosted_repository_s_copy()
    {
        await A_release_waits_for_somebody_else_s_word_on_exactly_this_version(BranchFixture.InCopy);
        await Closed_hours_keep_a_rollback_back_too_unless_somebody_says_why_not(BranchFixture.InCopy);
        await Only_those_who_are_listed_deliver_and_approve(BranchFixture.InCopy);
    }

    private static Task<BranchFixture> CreateAsync(string kind, string rules) => BranchFixture.CreateAsync(kind, List(rules));

    private static (string Path, string Text) List(string rules) => (
        EnvironmentList.File,
        $"environments: {{developer: {{hostPrefix: dev}}, production: {{hostPrefix: p, promotesFrom: developer, {rules}}}}}\n");

    private static Task<ReleaseResult> ReleaseAsync(BranchFixture fixture, string version, Person? by, string? reason = null) =>
        fixture.ReleaseAsync(version, options: new ReleaseOptions { Asking = new Asking(by, reason) });

    private static Task<string> ApproveAsync(BranchFixture fixture, string request, Person by) =>
        new Approver(fixture.Branch).ApproveAsync(request, by, None);

    private static Task<IReadOnlyList<WaitingRow>> WaitingAsync(BranchFixture fixture) =>
        WaitingList.ReadAsync(fixture.Server, "main", fixture.Clock, None);

    private static async Task<string> RefusedAsync<T>(Func<Task<T>> action) =>
        (await Should.ThrowAsync<PlatformException>(action)).Message;

    // Without the commit of a release, which is another every time.
    private static async Task<IEnumerable<string>> TrailersAsync(BranchFixture fixture) =>
        (await fixture.Server.OutputAsync(None, "log", "-1", "--format=%(trailers:only)", "main"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.StartsWith("Released", StringComparison.Ordinal) ? "Released-Commit" : line);

    private sealed class Reviewed(Person person) : IReviews
    {
        public Task<IReadOnlyList<Person>> OfAsync(string environment, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Person>>([person]);
    }
}
