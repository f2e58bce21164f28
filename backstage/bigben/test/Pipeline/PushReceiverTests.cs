using BigBen.Git;
using BigBen.Git.Receiving;
using BigBen.Pipeline;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Proving;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline;

/// <summary>From a real push to what became of it.</summary>
public sealed partial class PushReceiverTests(PushReceiverTests.ReleasedForge released) : IClassFixture<PushReceiverTests.ReleasedForge>
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_push_to_main_delivers_and_a_version_tag_releases()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await using var bridge = await InstallAsync(fixture);
        await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        var commit = await fixture.Clone.CommitAsync("change", ("app/service-a/src/Program.cs", "2"));
        await fixture.BuiltFromAsync(commit);

        var push = await fixture.Clone.TryGitAsync("push", "big-ben", "HEAD:main");

        push.ExitCode.ShouldBe(0, push.Error);
        push.Error.ShouldContain("remote: service-a live in developer");
        (await fixture.RecordAsync("developer", "service-a")).ShouldNotBeNull().Tag.ShouldBe(commit[..7]);

        await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        await fixture.Clone.GitAsync("tag", "v1.0.0");
        var release = await fixture.Clone.TryGitAsync("push", "big-ben", "v1.0.0");

        release.ExitCode.ShouldBe(0, release.Error);
        release.Error.ShouldContain("remote: v1.0.0 live in production");
        (await fixture.RecordAsync("production", "service-a")).ShouldNotBeNull().Revision.ShouldBe("refs/tags/v1.0.0");
    }

    [Fact]
    public async Task A_tag_that_has_to_wait_is_refused_with_what_it_waits_for()
    {
        using var fixture = await PipelineFixture.CreateAsync(
            (EnvironmentList.File, "environments: {developer: {hostPrefix: dev}, production: {hostPrefix: p, approvals: 1}}\n"));
        await fixture.DeliverFirstAsync();
        await using var bridge = await InstallAsync(fixture);
        await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        await fixture.Clone.GitAsync("tag", "v1.0.0");

        var release = await fixture.Clone.TryGitAsync("push", "big-ben", "v1.0.0");

        release.ExitCode.ShouldNotBe(0);
        release.Error.ShouldContain("'release v1.0.0 to production' waits for 1 more approval by somebody else (big-ben.sh approve ");
        (await fixture.Forge.Git.TryResolveAsync("refs/tags/v1.0.0", None)).ShouldBeNull();
        (await fixture.RecordAsync("production", "service-a")).ShouldBeNull();
    }

    [Fact]
    public async Task A_push_that_removes_a_service_says_where_it_is_pruned_and_where_it_runs_on()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None);
        await using var bridge = await InstallAsync(fixture);
        await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        await fixture.Clone.GitAsync("rm", "-r", "--quiet", "app/service-b");
        await fixture.Clone.CommitAsync("without b");

        var push = await fixture.Clone.TryGitAsync("push", "big-ben", "HEAD:main");

        push.ExitCode.ShouldBe(0, push.Error);
        push.Error.ShouldContain("remote: service-b pruned from developer, and from production by the next release there; 'git pull");
        (await fixture.RecordAsync("developer", "service-b")).ShouldBeNull();
        (await fixture.RecordAsync("production", "service-b")).ShouldNotBeNull();

        var release = await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.1.0", null, None);

        release.Removed.ShouldBe(["service-b"]);
        fixture.Environments.Awaited.Last().Services.ShouldBe(["service-a", "service-b"], ignoreOrder: true);
        (await fixture.RecordAsync("production", "service-b")).ShouldBeNull();
    }

    [Fact]
    public async Task A_version_tag_that_appears_is_a_version_s_first_step()
    {
        using var fixture = await PipelineFixture.CreateAsync(ThreeEnvironments.Files);
        await fixture.DeliverFirstAsync();
        await using var bridge = await InstallAsync(fixture);

        var release = await fixture.Clone.TryGitAsync("push", "big-ben", "HEAD:refs/tags/v1.0.0");

        release.ExitCode.ShouldBe(0, release.Error);
        release.Error.ShouldContain("remote: v1.0.0 live in staging");
        (await fixture.RecordAsync("production", "service-a")).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_recorded_and_not_live_is_pushed_and_its_last_line_says_so()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await using var bridge = await InstallAsync(fixture);
        fixture.Environments.FailAt = "sync";
        await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        var commit = await fixture.Clone.CommitAsync("change", ("app/service-a/src/Program.cs", "2"));
        await fixture.BuiltFromAsync(commit);

        var push = await fixture.Clone.TryGitAsync("push", "big-ben", "HEAD:main");

        push.ExitCode.ShouldBe(0, push.Error);
        push.Error.Split('\n').Last(line => line.StartsWith("remote: ", StringComparison.Ordinal)).TrimEnd().ShouldBe(
            "remote: NOT LIVE: sync failed as told. main holds it; './bootstrap/big-ben.sh status --wait' waits until it is live.");
        (await fixture.RecordAsync("developer", "service-a")).ShouldNotBeNull().Tag.ShouldBe(commit[..7]);
        var release = await fixture.Clone.TryGitAsync("push", "big-ben", "HEAD~1:refs/tags/v1.0.0");
        release.ExitCode.ShouldBe(0, release.Error);
        release.Error.ShouldContain("remote: NOT LIVE: sync failed as told.");
        (await fixture.RecordAsync("production", "service-a")).ShouldNotBeNull().Revision.ShouldBe("refs/tags/v1.0.0");
    }

    [Fact]
    public async Task A_prerelease_s_tag_leaves_production_as_it_is_and_blocks_no_release()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await using var bridge = await InstallAsync(fixture);
        await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        var main = await fixture.Forge.HeadAsync(None);
        var synced = fixture.Environments.Synced.Count;

        var candidate = await fixture.Clone.TryGitAsync("push", "big-ben", "HEAD:refs/tags/v0.3.0-rc.1");

        candidate.ExitCode.ShouldBe(0, candidate.Error);
        candidate.Error.ShouldContain("v0.3.0-rc.1 is a pre-release: the images have the version, production stays as it is.");
        (await fixture.Forge.HeadAsync(None)).ShouldBe(main);
        (await fixture.FileAsync("production")).Services.ShouldBeEmpty();
        fixture.Environments.Synced.Count.ShouldBe(synced);
        fixture.Images.Tags("bigben-service-a").Keys.ShouldContain("v0.3.0-rc.1");
        (await fixture.Clone.TryGitAsync("push", "big-ben", "HEAD:refs/tags/v0.2.0")).ExitCode.ShouldBe(0);
        (await fixture.RecordAsync("production", "service-a")).ShouldNotBeNull().Tag.ShouldBe("v0.2.0");
    }

    [Fact]
    public async Task A_hotfix_off_the_last_release_is_proven_in_developer_and_released_while_main_has_gone_on()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None);
        var ahead = await fixture.DeliverAsync("not ready", ("app/service-a/src/Program.cs", "2"), ("app/service-b/src/Program.cs", "2"));
        await using var bridge = await InstallAsync(fixture);
        await fixture.Clone.GitAsync("fetch", "--quiet", "--tags", "big-ben");
        await fixture.Clone.GitAsync("switch", "--quiet", "-c", "hotfix/v1.0.1", "v1.0.0");
        var repair = await fixture.Clone.CommitAsync("repair", ("app/service-a/src/Program.cs", "repaired"));
        await fixture.BuiltFromAsync(repair);
        (await fixture.Clone.TryGitAsync("push", "big-ben", "HEAD:refs/tags/v1.0.1")).Error.ShouldContain("is not on main");

        var push = await fixture.Clone.TryGitAsync("push", "big-ben", "HEAD");

        push.ExitCode.ShouldBe(0, push.Error);
        push.Error.ShouldContain("push the tag v1.0.1 to release it");
        (await fixture.RecordAsync("developer", "service-a")).ShouldNotBeNull().ShouldSatisfyAllConditions(
            record => record.Revision.ShouldBe(repair), record => record.Tag.ShouldBe(repair[..7]));
        (await fixture.Forge.Git.IsAncestorAsync(repair, "refs/heads/main", None)).ShouldBeFalse();
        (await fixture.Clone.GitAsync("ls-remote", "big-ben", "refs/heads/hotfix/v1.0.1")).ShouldStartWith(repair);
        var release = await fixture.Clone.TryGitAsync("push", "big-ben", "HEAD:refs/tags/v1.0.1");
        release.ExitCode.ShouldBe(0, release.Error);
        (await fixture.RecordAsync("production", "service-a")).ShouldNotBeNull().Revision.ShouldBe("refs/tags/v1.0.1");
        (await fixture.Forge.Git.ResolveAsync("refs/tags/v1.0.1", None)).ShouldBe(repair);

        await fixture.Clone.GitAsync("switch", "--quiet", "main");
        (await fixture.DeliverAsync("next", ("README.md", "words"))).Services.ShouldBe(["service-a", "service-b"]);
        (await fixture.RecordAsync("developer", "service-a")).ShouldNotBeNull().Tag.ShouldNotBe(repair[..7]);
        ahead.Services.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_must_pull_before_the_next_push_though_the_pipeline_recorded_meanwhile()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await using var bridge = await InstallAsync(fixture);
        var recorded = await fixture.Forge.HeadAsync(None);
        var first = await fixture.Clone.CommitAsync("one", ("app/service-a/src/Program.cs", "2"));
        await fixture.BuiltFromAsync(first);
        (await fixture.Clone.TryGitAsync("push", "big-ben", "HEAD:main")).ExitCode.ShouldBe(0);
        var second = await fixture.Clone.CommitAsync("two", ("README.md", "words"));

        var push = await fixture.Clone.TryGitAsync("push", "big-ben", "HEAD:main");

        push.ExitCode.ShouldBe(0, push.Error);
        var main = await fixture.Forge.HeadAsync(None);
        foreach (var contained in new[] { recorded, first, second })
            (await fixture.Forge.Git.IsAncestorAsync(contained, main, None)).ShouldBeTrue();
        (await fixture.RecordAsync("developer", "service-a")).ShouldNotBeNull().Tag.ShouldBe(first[..7]);
        await fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        (await fixture.Clone.HeadAsync()).ShouldBe(main);
    }

    [Fact]
    public async Task What_others_pushed_is_never_lost()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await using var bridge = await InstallAsync(fixture);
        var other = await TestClone.OfAsync(fixture.Clone.Path, fixture.Temp["other"]);
        await new CloneOfForge(other.Path).AddRemoteAsync(fixture.Forge, None);
        await fixture.Clone.CommitAsync("mine", ("README.md", "mine"));
        await fixture.Clone.GitAsync("push", "--quiet", "big-ben", "HEAD:main");
        var main = await fixture.Forge.HeadAsync(None);
        await other.CommitAsync("theirs", ("OTHER.md", "theirs"));

        (await other.TryGitAsync("push", "big-ben", "HEAD:main")).Error.ShouldContain("fetch first");
        (await other.TryGitAsync("push", "--force", "big-ben", "HEAD:main")).Error.ShouldContain("never goes backwards");

        (await fixture.Forge.HeadAsync(None)).ShouldBe(main);
    }

    [Fact]
    public async Task A_branch_is_seen_by_those_who_fetch_and_moves_again()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await using var bridge = await InstallAsync(fixture);
        await fixture.Clone.GitAsync("push", "--quiet", "big-ben", "HEAD:refs/heads/feature");
        var next = await fixture.Clone.CommitAsync("next", ("README.md", "more"));

        await fixture.Clone.GitAsync("push", "--quiet", "big-ben", "HEAD:refs/heads/feature");

        (await fixture.Clone.GitAsync("ls-remote", "big-ben", "refs/heads/feature")).ShouldStartWith(next);
        (await fixture.Clone.GitAsync("ls-remote", "big-ben")).ShouldNotContain("refs/namespaces");
    }

    [Fact]
    public async Task Another_tag_is_only_a_tag()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await using var bridge = await InstallAsync(fixture);

        (await fixture.Clone.TryGitAsync("push", "big-ben", "HEAD:refs/tags/note")).ExitCode.ShouldBe(0);
        (await fixture.Forge.Git.TryResolveAsync("refs/tags/note", None)).ShouldBe(await fixture.Clone.HeadAsync());
        (await fixture.Clone.TryGitAsync("push", "big-ben", "--delete", "note")).ExitCode.ShouldBe(0);
        (await fixture.Forge.Git.TryResolveAsync("refs/tags/note", None)).ShouldBeNull();
        fixture.Environments.Synced.ShouldBeEmpty();
    }

    private static Task<PushBridge> InstallAsync(PipelineFixture fixture)
    {
        var receiver = new PushReceiver(new ForgeBranch(fixture.Forge), fixture.Deliverer, fixture.Releaser);
        ReceiveHook.Handler handler = async (update, tell, token) =>
        {
            tell(await receiver.ReceiveAsync(fixture.Run(), update, token));
            return RefResult.Accepted;
        };
        return PushBridge.InstallAsync(
            fixture.Forge, fixture.Temp["bridge"], MovedRef.Accept(fixture.Forge, handler, NotLiveException.Line));
    }
}
