using BigBen.Foundation;

namespace BigBen.Tests.Pipeline.Releases;

public sealed class ReleaseRefusalTests(ReleaseRefusalTests.Released released) : IClassFixture<ReleaseRefusalTests.Released>
{
    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [InlineData("1.0.0", null, "not a semantic version")]
    [InlineData("v1.0.0+build", null, "build metadata")]
    [InlineData("v0.9.0", null, "not newer than v1.0.0")]
    [InlineData("v1.0.0", "next", "never moves")]
    [InlineData("v1.1.0", "nonsense", "unknown to 'big-ben'")]
    [InlineData("v1.1.0", "elsewhere", "is not on main")]
    [InlineData("v1.1.0", "unproven", "has not run service-a")]
    [InlineData("v1.1.0", "both", "'both' is a branch and a tag: write refs/heads/both or refs/tags/both")]
    public async Task A_release_is_refused_with_a_reason_and_changes_nothing(string version, string? revision, string reason)
    {
        var (fixture, git) = (released.Fixture, released.Fixture.Forge.Git);
        var refs = await git.OutputAsync(None, "show-ref");

        var error = await Should.ThrowAsync<PlatformException>(fixture.Releaser.ReleaseAsync(fixture.Run(), version, revision, None));

        error.Message.ShouldContain(reason);
        (await git.OutputAsync(None, "show-ref")).ShouldBe(refs);
    }

    /// <summary>v1.0.0 is out; the branches next, elsewhere and unproven name what their names say, both is also a tag.</summary>
    public sealed class Released : IAsyncLifetime
    {
        public PipelineFixture Fixture { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Fixture = await PipelineFixture.CreateAsync();
            var git = Fixture.Forge.Git;
            await Fixture.DeliverFirstAsync();
            await Fixture.Releaser.ReleaseAsync(Fixture.Run(), "v1.0.0", null, None);
            var next = await Fixture.DeliverAsync("next", ("README.md", "next"));
            var elsewhere = await git.CommitFilesAsync(next.Commit, new Dictionary<string, string> { ["x"] = "" }, "elsewhere", None);
            var unproven = await Fixture.PushAsync("values", ("app/service-a/deploy-config/developer/values.yaml", "replicas: 7\n"));
            Fixture.Environments.FailAt = "prove";
            await Should.ThrowAsync<PlatformException>(Fixture.Deliverer.DeliverAsync(Fixture.Run(), unproven, None));
            // Nor has it become live since.
            (Fixture.Environments.FailAt, Fixture.Environments.Live) = (null, []);
            foreach (var (name, commit) in new[] { ("next", next.Commit), ("elsewhere", elsewhere), ("unproven", unproven) })
                await git.TryAdvanceAsync($"refs/heads/{name}", commit, null, None);
            await git.TryAdvanceAsync("refs/heads/both", next.Commit, null, None);
            await git.TryAdvanceAsync("refs/tags/both", unproven, null, None);
        }

        public Task DisposeAsync()
        {
            Fixture.Dispose();
            return Task.CompletedTask;
        }
    }
}
