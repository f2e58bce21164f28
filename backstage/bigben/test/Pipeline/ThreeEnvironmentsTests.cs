using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;

namespace BigBen.Tests.Pipeline;

/// <summary>A version goes step by step, with the same words wherever main is.</summary>
public sealed class ThreeEnvironmentsTests
{
    private const string Source = "app/service-a/src/Program.cs";

    private static readonly ReleaseOptions ToStaging = new() { To = "staging" };

    public static TheoryData<string> Kinds => [BranchFixture.InForge, BranchFixture.OnRemote];

    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_version_stops_in_staging_and_the_same_digests_go_on_to_production(string kind)
    {
        using var fixture = await BranchFixture.CreateAsync(kind, ThreeEnvironments.Files);
        var commit = await fixture.DeliverAsync();
        var digests = await DigestsAsync(fixture, "developer");

        (await Should.ThrowAsync<PlatformException>(fixture.ReleaseAsync("v1.0.0", commit))).Message.ShouldBe(
            "v1.0.0 is refused: staging was never given service-a v1.0.0; it goes there first, with 'release v1.0.0 --to staging'.");
        (await fixture.Server.TryResolveAsync("refs/tags/v1.0.0", None)).ShouldBeNull();
        var staged = await fixture.ReleaseAsync("v1.0.0", commit, ToStaging);

        (staged.Environment, staged.PromotedFrom, staged.Changed).ShouldBe(("staging", "developer", true));
        (await fixture.SubjectAsync()).ShouldBe("Release v1.0.0 to staging");
        (await DigestsAsync(fixture, "staging")).ShouldBe(digests);
        (await fixture.RecordsAsync("production")).ShouldBeEmpty();
        // What main does meanwhile is not part of the version.
        await fixture.DeliverAsync((Source, "2"));
        var released = await fixture.ReleaseAsync("v1.0.0");

        (released.Environment, released.PromotedFrom, released.Revision).ShouldBe(("production", "staging", commit));
        (await fixture.SubjectAsync()).ShouldBe("Release v1.0.0 to production");
        (await DigestsAsync(fixture, "production")).ShouldBe(digests);
        (await fixture.ReleaseAsync("v1.0.0")).Changed.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_staging_was_rolled_back_from_goes_no_further_but_by_force(string kind)
    {
        using var fixture = await BranchFixture.CreateAsync(kind, ThreeEnvironments.Files);
        await fixture.DeliverAsync();
        await fixture.ReleaseAsync("v1.0.0", null, ToStaging);
        await fixture.ReleaseAsync("v1.0.0");
        await fixture.DeliverAsync((Source, "2"));
        await fixture.ReleaseAsync("v2.0.0", null, ToStaging);

        var rollback = await fixture.RollBackAsync("service-a", "staging");

        (rollback.From.Tag, rollback.To.Tag).ShouldBe(("v2.0.0", "v1.0.0"));
        (await fixture.RecordsAsync("staging"))["service-a"].Revision.ShouldBe("refs/tags/v1.0.0");
        (await fixture.RecordsAsync("staging"))["service-b"].Revision.ShouldBe("refs/tags/v2.0.0");
        (await Should.ThrowAsync<PlatformException>(fixture.ReleaseAsync("v2.0.0"))).Message
            .ShouldStartWith("v2.0.0 is refused: staging was rolled back from service-a v2.0.0");
        (await fixture.ReleaseAsync("v2.0.0", null, new ReleaseOptions { IsForced = true })).Changed.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_hotfix_goes_the_same_way_and_past_what_waits_in_staging(string kind)
    {
        using var fixture = await BranchFixture.CreateAsync(kind, ThreeEnvironments.Files);
        var first = await fixture.DeliverAsync();
        await fixture.ReleaseAsync("v1.0.0", first, ToStaging);
        await fixture.ReleaseAsync("v1.0.0");
        await fixture.DeliverAsync((Source, "not ready"));
        await fixture.ReleaseAsync("v1.1.0", null, ToStaging);
        var repair = await fixture.PushBranchAsync("hotfix/v1.0.1", first, (Source, "repaired"));
        await fixture.RecordAsync(repair, "refs/heads/hotfix/v1.0.1");

        await fixture.ReleaseAsync("v1.0.1", repair, ToStaging);
        await fixture.ReleaseAsync("v1.0.1", repair);

        (await fixture.RecordsAsync("production"))["service-a"].Tag.ShouldBe("v1.0.1");
        (await Should.ThrowAsync<PlatformException>(fixture.ReleaseAsync("v0.9.0", first, ToStaging))).Message
            .ShouldStartWith("v0.9.0 is not newer than v1.0.1");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_release_goes_where_releases_go_and_where_its_values_are(string kind)
    {
        using var fixture = await BranchFixture.CreateAsync(kind, ThreeEnvironments.Files);
        var old = await fixture.DeliverAsync();

        await RefusedAsync("developer", "developer takes what main builds, and no release: name staging or production.");
        await RefusedAsync("qa", "There is no environment 'qa': name developer or staging or production.");
        await fixture.DeliverAsync(
            (ThreeEnvironments.Files[0].Path, ThreeEnvironments.List.Replace("staging", "qa", StringComparison.Ordinal)),
            ("app/service-a/deploy-config/qa/values.yaml", ""),
            ("app/service-b/deploy-config/qa/values.yaml", ""));
        await RefusedAsync("qa", "app/service-a/deploy-config/qa/values.yaml is missing");

        async Task RefusedAsync(string to, string words) =>
            (await Should.ThrowAsync<PlatformException>(fixture.ReleaseAsync("v1.0.0", old, new ReleaseOptions { To = to })))
                .Message.ShouldStartWith(words);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_check_knows_each_step_from_an_edit(string kind)
    {
        using var fixture = await BranchFixture.CreateAsync(kind, ThreeEnvironments.Files);
        await fixture.DeliverAsync();
        var check = new RecordedRelease(fixture.Server);
        var before = await fixture.Server.ResolveAsync(ForgeRepository.MainRef, None);
        var staged = (await fixture.ReleaseAsync("v1.0.0", null, ToStaging)).Commit.ShouldNotBeNull();
        var released = (await fixture.ReleaseAsync("v1.0.0")).Commit.ShouldNotBeNull();
        var skipped = await fixture.Server.CommitFilesAsync(
            before,
            new Dictionary<string, string>
            {
                [EnvironmentFile.PathOf("production")] = $"{new EnvironmentFile("production", await fixture.RecordsAsync("production"))}",
            },
            "Release v1.0.0 to production",
            None);

        (await check.FindAsync(before, staged, None)).ShouldNotBeNull();
        (await check.FindAsync(staged, released, None)).ShouldNotBeNull();
        (await check.FindAsync(before, skipped, None)).ShouldBeNull("staging was left out");
    }

    private static async Task<IReadOnlyList<string>> DigestsAsync(BranchFixture fixture, string environment) =>
        [.. (await fixture.RecordsAsync(environment)).OrderBy(pair => pair.Key).Select(pair => pair.Value.Digest)];
}
