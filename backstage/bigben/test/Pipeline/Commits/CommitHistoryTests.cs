using BigBen.Pipeline.Commits;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Protection;
using BigBen.Pipeline.Releases;

namespace BigBen.Tests.Pipeline.Commits;

public sealed class CommitHistoryTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task History_tells_why_a_release_did_not_wait_and_what_waits_now()
    {
        using var fixture = await PipelineFixture.CreateAsync(
            (EnvironmentList.File, "environments: {developer: {hostPrefix: dev}, production: {hostPrefix: p, approvals: 1}}\n"));
        var history = new CommitHistory(fixture.Forge);
        await fixture.DeliverFirstAsync();
        var ana = new Person("Ana", "ana@example.com");
        await fixture.Releaser.ReleaseAsync(
            fixture.Run(), "v1.0.0", null, None, new ReleaseOptions { Asking = new Asking(ana, "the old one is broken") });
        await fixture.DeliverAsync("two", ("app/service-a/src/Program.cs", "2"));
        await Should.ThrowAsync<Exception>(fixture.Releaser.ReleaseAsync(
            fixture.Run(), "v1.1.0", null, None, new ReleaseOptions { Asking = new Asking(ana) }));

        (await history.OverridesAsync("production", "service-a", None))
            .ShouldBe([new("refs/tags/v1.0.0", "the old one is broken")]);
        (await history.OverridesAsync("developer", "service-a", None)).ShouldBeEmpty();
        (await history.WaitingAsync(TimeProvider.System, None)).Single().Change.ShouldBe("release v1.1.0 to production");
    }
}
