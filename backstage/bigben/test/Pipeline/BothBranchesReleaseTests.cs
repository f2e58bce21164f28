using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;

namespace BigBen.Tests.Pipeline;

/// <summary>Releases are the same, with the same words, wherever main is.</summary>
public abstract class BothBranchesReleaseTests(string kind)
{
    private const string Values = "app/service-a/deploy-config/developer/values.yaml";
    private const string Source = "app/service-a/src/Program.cs";

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_release_tags_images_before_git_and_is_refused_in_the_same_words()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        var first = await fixture.DeliverAsync();
        await fixture.ReleaseAsync("v2.0.0", await TaggedAsync(fixture, "v2.0.0", first));
        var unbuilt = await fixture.PushAsync((Source, "2"));
        await fixture.RecordAsync(unbuilt);
        var pushed = await fixture.PushAsync((Values, "replicas: 7\n"));
        var remote = fixture.Branch.Remote;

        await RefusedAsync(
            "1.0.0", first, "'1.0.0' is not a semantic version: write v, then three numbers, such as v1.2.0 or v1.2.0-rc.1.");
        await RefusedAsync(
            "v1.9.0",
            first,
            "v1.9.0 is not newer than v2.0.0, which was released before: " +
            "choose a newer version, or use rollback to go back.");
        await RefusedAsync(
            "v2.0.0", unbuilt, $"v2.0.0 was released from {first[..7]} and never moves to {unbuilt[..7]}: choose a newer version.");
        await RefusedAsync("v3.0.0", "nothing", $"The revision 'nothing' is unknown to '{remote}': push it there first, then release it.");
        await RefusedAsync(
            "v3.0.0",
            pushed,
            $"v3.0.0 is refused: developer was never given service-a {unbuilt[..7]} " +
            $"with the chart and values of {pushed[..7]}; wait until they are delivered, then release.");

        await fixture.RecordAsync(pushed);
        fixture.BeforeAdvance = async () =>
        {
            (await fixture.Images.DigestAsync("service-a", "v3.0.0", None)).ShouldNotBeNull();
            (await fixture.Server.TryResolveAsync("refs/tags/v3.0.0", None)).ShouldBeNull();
        };
        var release = await fixture.ReleaseAsync("v3.0.0", pushed);

        (await fixture.Server.ResolveAsync("refs/tags/v3.0.0", None)).ShouldBe(pushed);
        (await fixture.SubjectAsync()).ShouldBe("Release v3.0.0 to production");
        (await fixture.RecordsAsync("production")).Values
            .ShouldAllBe(record => record.Revision == "refs/tags/v3.0.0" && record.Tag == "v3.0.0");
        (release.Revision, release.Changed, release.Services.Count).ShouldBe((pushed, true, 2));

        async Task RefusedAsync(string version, string revision, string words) =>
            (await Should.ThrowAsync<PlatformException>(fixture.ReleaseAsync(version, revision))).Message.ShouldBe(words);
    }

    [Fact]
    public async Task What_developer_was_rolled_back_from_is_released_by_force_alone()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        await fixture.DeliverAsync();
        var bad = await fixture.DeliverAsync((Source, "2"));
        await fixture.RollBackAsync("service-a", "developer");

        (await Should.ThrowAsync<PlatformException>(fixture.ReleaseAsync("v1.0.0", bad))).Message
            .ShouldContain($"v1.0.0 is refused: developer was rolled back from service-a {bad[..7]}");
        (await fixture.Server.TryResolveAsync("refs/tags/v1.0.0", None)).ShouldBeNull();
        (await fixture.Images.DigestAsync("service-a", "v1.0.0", None)).ShouldBeNull();

        (await fixture.ReleaseAsync("v1.0.0", bad, new ReleaseOptions { IsForced = true })).Changed.ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_rolled_back_from_before_its_value_was_mended_is_delivered_anew_with_its_source()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        await fixture.DeliverAsync();
        var bad = await fixture.DeliverAsync((Source, "2"));
        await fixture.RollBackAsync("service-a", "developer");
        var repaired = await fixture.DeliverAsync((Values, "replicas: 3\n"));

        (await Should.ThrowAsync<PlatformException>(fixture.ReleaseAsync("v1.0.0", repaired))).Message
            .ShouldStartWith($"v1.0.0 is refused: developer was rolled back from service-a {bad[..7]} and was never given it with");

        (await fixture.ReleaseAsync("v1.0.0", await fixture.DeliverAsync((Source, "3")))).Changed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_release_that_is_given_again_takes_no_rollback_back()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        await fixture.ReleaseAsync("v1.0.0", await fixture.DeliverAsync());
        var bad = await fixture.DeliverAsync((Source, "2"));
        await fixture.ReleaseAsync("v1.1.0", bad);
        (await fixture.ReleaseAsync("v1.1.0", bad)).Changed.ShouldBeFalse();
        await fixture.RollBackAsync("service-a", "production");
        var back = await fixture.RecordsAsync("production");

        (await Should.ThrowAsync<PlatformException>(fixture.ReleaseAsync("v1.1.0", bad))).Message
            .ShouldStartWith("v1.1.0 is refused: production was rolled back from service-a v1.1.0");
        (await fixture.RecordsAsync("production")).ShouldBe(back);

        (await fixture.ReleaseAsync("v1.1.0", bad, new ReleaseOptions { IsForced = true })).Changed.ShouldBeTrue();
        (await fixture.ReleaseAsync("v1.1.0", bad)).Changed.ShouldBeFalse("it was given again");
    }

    [Fact]
    public async Task A_bad_value_that_was_rolled_back_does_not_keep_the_image_from_being_released()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        await fixture.DeliverAsync();
        var bad = await fixture.DeliverAsync((Values, "replicas: many\n"));
        await fixture.RollBackAsync("service-a", "developer");
        (await Should.ThrowAsync<PlatformException>(fixture.ReleaseAsync("v1.0.0", bad))).Message.ShouldContain("was rolled back from");

        var good = await fixture.DeliverAsync((Values, "replicas: 3\n"));

        (await fixture.ReleaseAsync("v1.0.0", good)).Changed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_prerelease_never_reaches_production_and_blocks_nothing_older()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        var commit = await fixture.DeliverAsync();
        var production = await fixture.RecordsAsync("production");
        var head = await fixture.Server.ResolveAsync(ForgeRepository.MainRef, None);

        var candidate = await fixture.ReleaseAsync("v0.3.0-rc.1", commit);

        (candidate.Commit, await fixture.Server.ResolveAsync(ForgeRepository.MainRef, None)).ShouldBe((null, head));
        (await fixture.Server.ResolveAsync("refs/tags/v0.3.0-rc.1", None)).ShouldBe(commit);
        (await fixture.Images.DigestAsync("service-a", "v0.3.0-rc.1", None)).ShouldNotBeNull();
        (await fixture.RecordsAsync("production")).ShouldBe(production);
        (await fixture.ReleaseAsync("v0.2.0", commit)).Changed.ShouldBeTrue();
        // What a version before let into production blocks nothing either.
        var old = new ServiceRecord("refs/tags/v0.9.0-rc.1", "v0.9.0-rc.1", candidate.Services[0].Digest);
        await fixture.WriteAsync("production", ("service-a", old));
        (await fixture.ReleaseAsync("v0.4.0", commit)).Changed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_release_s_tag_that_was_moved_is_refused_with_both_commits()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        var first = await fixture.DeliverAsync();
        await fixture.ReleaseAsync("v1.0.0", first);
        // The same image with other values: nothing but the tag tells.
        var second = await fixture.DeliverAsync((Values, "replicas: 5\n"));
        await fixture.ReleaseAsync("v2.0.0", second);
        await fixture.Server.OutputAsync(None, "update-ref", "refs/tags/v1.0.0", second);
        await fixture.Server.OutputAsync(None, "update-ref", "refs/tags/v2.0.0", first);
        var remote = kind == BranchFixture.OnRemote ? "origin" : ForgeRepository.SourceName;
        if (kind != BranchFixture.InForge)
            await fixture.Branch.Git.OutputAsync(None, "fetch", "--quiet", "--force", remote, "refs/tags/*:refs/tags/*");

        (await Should.ThrowAsync<PlatformException>(fixture.ReleaseAsync("v2.0.0"))).Message
            .ShouldStartWith($"The tag v2.0.0 was moved: {second[..7]} was released, and it leads to {first[..7]}");
        (await Should.ThrowAsync<PlatformException>(fixture.RollBackAsync("service-a", "production"))).Message
            .ShouldStartWith($"The tag v1.0.0 was moved: {first[..7]} was released, and it leads to {second[..7]}");
    }

    [Fact]
    public async Task A_hotfix_s_branch_is_recorded_and_released_with_the_same_proofs()
    {
        using var fixture = await BranchFixture.CreateAsync(kind);
        var first = await fixture.DeliverAsync();
        await fixture.ReleaseAsync("v1.0.0", first);
        await fixture.DeliverAsync((Source, "not ready"));
        var repair = await fixture.PushBranchAsync("hotfix/v1.0.1", first, (Source, "repaired"));
        const string branch = "refs/heads/hotfix/v1.0.1";

        (await Should.ThrowAsync<PlatformException>(fixture.RecordAsync(repair))).Message.ShouldContain("is not on main");
        (await Should.ThrowAsync<PlatformException>(fixture.ReleaseAsync("v1.0.1", repair))).Message
            .ShouldContain("was never given service-a");
        await fixture.RecordAsync(repair, branch);
        (await Should.ThrowAsync<PlatformException>(fixture.ReleaseAsync("v1.0.2", repair))).Message.ShouldContain("is not on main");
        await fixture.ReleaseAsync("v1.0.1", repair);

        (await fixture.RecordsAsync("production"))["service-a"].Revision.ShouldBe("refs/tags/v1.0.1");
        (await fixture.RecordsAsync("production"))["service-b"].Digest
            .ShouldBe((await fixture.RecordsAsync("developer"))["service-b"].Digest);
        var next = await fixture.DeliverAsync(("README.md", "words"));
        (await fixture.RecordsAsync("developer"))["service-a"].Revision.ShouldBe(next);
        var behind = await fixture.PushBranchAsync("hotfix/v1.0.2", first, (Source, "without v1.0.1"));
        (await Should.ThrowAsync<PlatformException>(fixture.RecordAsync(behind, "refs/heads/hotfix/v1.0.2"))).Message
            .ShouldContain("does not contain v1.0.1, the last release");
    }

    /// <summary>The tag that a person made before the release, as on GitHub.</summary>
    private static async Task<string> TaggedAsync(BranchFixture fixture, string version, string commit)
    {
        await fixture.Server.TryAdvanceAsync($"refs/tags/{version}", commit, null, None);
        return $"refs/tags/{version}";
    }

    /// <summary>With main in the local forge.</summary>
    public sealed class InForge() : BothBranchesReleaseTests(BranchFixture.InForge);

    /// <summary>With main on a remote.</summary>
    public sealed class OnRemote() : BothBranchesReleaseTests(BranchFixture.OnRemote);

    /// <summary>With main on a hosted repository that the forge copies.</summary>
    [Trait("Category", "Nightly")]
    public sealed class InCopy() : BothBranchesReleaseTests(BranchFixture.InCopy);
}
