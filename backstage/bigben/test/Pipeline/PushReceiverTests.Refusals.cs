using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline;

public sealed partial class PushReceiverTests
{
    [Theory]
    [InlineData("main cannot be deleted", "--delete", "main")]
    [InlineData("v1.0.0 was released and stays", "--delete", "v1.0.0")]
    [InlineData("v1.0.0 was released and stays", "--force", "HEAD:refs/tags/v1.0.0")]
    [InlineData("never goes backwards", "--force", "HEAD~1:main")]
    [InlineData("'v2' is not a semantic version", "HEAD:refs/tags/v2")]
    [InlineData("A tag called 'main' is refused, for there is refs/heads/main", "HEAD:refs/tags/main")]
    [InlineData("A tag called 'feature' is refused, for there is refs/heads/feature", "HEAD:refs/tags/feature")]
    [InlineData("A branch called 'note' is refused, for there is refs/tags/note", "HEAD:refs/heads/note")]
    [InlineData("A branch called 'v1.0.0' is refused, for that name is a version's", "HEAD:refs/heads/v1.0.0")]
    [InlineData("A branch called 'v9.0.0' is refused, for that name is a version's", "HEAD:refs/heads/v9.0.0")]
    [InlineData("means a commit to git and Argo CD", "HEAD:refs/heads/0123456789012345678901234567890123456789")]
    [InlineData("means a commit to git and Argo CD", "HEAD:refs/tags/HEAD")]
    [InlineData("main is refused, for it is neither a branch nor a tag", "HEAD:refs/namespaces/pushed/refs/heads/main")]
    [InlineData("several refs are not delivered as one", "--atomic", "HEAD:refs/heads/topic", "HEAD:refs/heads/other")]
    [InlineData("The tag 'note' is at", "--force", "HEAD:refs/tags/note")]
    [InlineData("is not newer than v1.0.0", "HEAD:refs/heads/hotfix/v0.9.9")]
    [InlineData("does not contain v1.0.0, the last release", "HEAD~2:refs/heads/hotfix/v1.0.1")]
    public async Task What_must_not_be_is_refused_with_the_reason(string reason, params string[] arguments)
    {
        // Nothing that is refused changes what the next one finds.
        var fixture = released.Fixture;
        var refs = await fixture.Forge.Git.OutputAsync(None, "show-ref");

        var push = await fixture.Clone.TryGitAsync(["push", "big-ben", .. arguments]);

        push.ExitCode.ShouldBe(1, push.Error);
        push.Error.ShouldContain(reason);
        (await fixture.Forge.Git.OutputAsync(None, "show-ref")).ShouldBe(refs);
    }

    [Theory]
    [InlineData("refs/heads/hotfix/v1.0.1", null)]
    [InlineData("refs/heads/other", null)]
    [InlineData("refs/heads/other", "main")]
    public async Task What_somebody_else_pushed_to_a_branch_meanwhile_is_not_thrown_away(string name, string? seen)
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None);
        var main = await fixture.Forge.HeadAsync(None);
        var old = seen is null ? new string('0', 40) : main;
        var mine = await fixture.PushAsync("mine", ("README.md", "mine"));
        await fixture.Clone.GitAsync("reset", "--quiet", "--hard", "HEAD~1");
        var theirs = await fixture.PushAsync("theirs", ("README.md", "theirs"));
        var receiver = new PushReceiver(new ForgeBranch(fixture.Forge), fixture.Deliverer, fixture.Releaser);
        if (seen is not null)
            await receiver.ReceiveAsync(fixture.Run(), new RefUpdate(name, new string('0', 40), main), None);
        await receiver.ReceiveAsync(fixture.Run(), new RefUpdate(name, old, theirs), None);

        var refusal = await Should.ThrowAsync<PlatformException>(
            receiver.ReceiveAsync(fixture.Run(), new RefUpdate(name, old, mine), None));

        refusal.Message.ShouldBe($"{name} moved meanwhile: fetch it and push again.");
        foreach (var one in new[] { name, ForgeRepository.InPushNamespace(name) })
            (await fixture.Forge.Git.TryResolveAsync(one, None)).ShouldBe(theirs);
        // The very same once more is no other.
        await receiver.ReceiveAsync(fixture.Run(), new RefUpdate(name, old, theirs), None);
        await receiver.ReceiveAsync(fixture.Run(), new RefUpdate(name, theirs, new string('0', 40)), None);
        (await fixture.Forge.Git.TryResolveAsync(name, None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_hotfix_without_a_release_is_refused()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await using var bridge = await InstallAsync(fixture);

        var push = await fixture.Clone.TryGitAsync("push", "big-ben", "HEAD:refs/heads/hotfix/v1.0.1");

        push.ExitCode.ShouldBe(1, push.Error);
        push.Error.ShouldContain("There is no release that refs/heads/hotfix/v1.0.1 could repair");
    }

    /// <summary>A forge with a release, a branch and a tag that is not a version, and a clone that has all of them.</summary>
    public sealed class ReleasedForge : IAsyncLifetime
    {
        private PushBridge bridge = null!;

        public PipelineFixture Fixture { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Fixture = await PipelineFixture.CreateAsync();
            var first = await Fixture.DeliverFirstAsync();
            await Fixture.Releaser.ReleaseAsync(Fixture.Run(), "v1.0.0", null, None);
            foreach (var name in new[] { "refs/heads/feature", "refs/tags/note", ForgeRepository.InPushNamespace("refs/tags/note") })
                await Fixture.Forge.Git.TryAdvanceAsync(name, first.Commit, null, None);
            bridge = await InstallAsync(Fixture);
            await Fixture.Clone.GitAsync("pull", "--quiet", "--ff-only", "--tags", "big-ben", "main");
        }

        public async Task DisposeAsync()
        {
            await bridge.DisposeAsync();
            Fixture.Dispose();
        }
    }
}
