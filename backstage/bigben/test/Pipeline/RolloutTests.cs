using BigBen.Foundation;
using BigBen.Tests.Kubernetes.Candidates;

namespace BigBen.Tests.Pipeline;

public sealed class RolloutTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_lock_that_stays_is_not_told_as_a_main_that_moves()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var first = await fixture.DeliverFirstAsync();
        var pushed = await fixture.PushAsync("docs", ("README.md", "changed"));
        var held = fixture.Temp.Write("state/forge.git/refs/heads/main.lock", "");
        File.SetLastWriteTimeUtc(held, DateTime.UtcNow.AddHours(1));

        var refusal = await Should.ThrowAsync<PlatformException>(fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None));

        refusal.Message.ShouldBe(
            $"main is locked in '{fixture.Forge.Path}' by another process (refs/heads/main.lock) and could not be written; "
            + "nothing was deployed: push again in a moment.");
        (await fixture.Forge.HeadAsync(None)).ShouldBe(first.Commit);
    }

    [Fact]
    public async Task What_does_not_start_is_not_recorded()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        fixture.Environments.Candidates = CandidateYaml.Of(CandidateYaml.Service());
        var first = await fixture.DeliverFirstAsync();
        var pushed = await fixture.PushAsync("crashes", ("app/service-a/src/Program.cs", "throw"));
        fixture.Environments.FailAt = "try";
        fixture.Events.Clear();

        await Should.ThrowAsync<PlatformException>(fixture.Deliverer.DeliverAsync(fixture.Run(), pushed, None));

        (await fixture.Forge.HeadAsync(None)).ShouldBe(first.Commit);
        fixture.Steps.ShouldBe(["check main", "affected", "render", "try"]);
        fixture.Environments.Tried.ShouldBe(["developer-service-a"]);
    }

    [Fact]
    public async Task What_is_recorded_already_is_not_tried_nor_what_was_made_elsewhere()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        fixture.Environments.Candidates = CandidateYaml.Of(CandidateYaml.Service());

        var first = await fixture.DeliverFirstAsync();
        await fixture.Deliverer.DeliverAsync(fixture.Run(), first.Commit, None);

        first.Changed.ShouldBeTrue();
        fixture.Environments.Tried.ShouldBeEmpty();
    }
}
