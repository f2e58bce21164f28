using BigBen.Foundation;
using BigBen.Pipeline.Releases;

namespace BigBen.Tests.Pipeline.Releases;

/// <summary>What the step before has not run healthy goes no further; what it has once, does.</summary>
public sealed class HealthProofTests
{
    private static readonly ReleaseOptions ToStaging = new() { To = "staging" };

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task What_staging_was_given_and_has_not_run_healthy_waits_until_it_is_seen()
    {
        using var fixture = await PipelineFixture.CreateAsync(ThreeEnvironments.Files);
        await fixture.DeliverFirstAsync();
        var live = fixture.Environments.Live;
        fixture.Environments.Live = [];
        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None, ToStaging);
        var head = await fixture.Forge.HeadAsync(None);

        // developer has run the same image with the same values.
        (await Should.ThrowAsync<PlatformException>(fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None))).Message
            .ShouldStartWith($"v1.0.0 is refused: staging has not run service-a of ");
        (await fixture.Forge.HeadAsync(None)).ShouldBe(head);

        fixture.Environments.Live = live;
        (await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None)).Environment.ShouldBe("production");
    }

    [Fact]
    public async Task What_staging_has_run_may_go_on_although_it_runs_something_newer_by_now()
    {
        using var fixture = await PipelineFixture.CreateAsync(ThreeEnvironments.Files);
        await fixture.DeliverFirstAsync();
        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None, ToStaging);
        await fixture.DeliverAsync("2", ("app/service-a/src/Program.cs", "2"));
        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v2.0.0", null, None, ToStaging);
        fixture.Environments.Live = [];

        (await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None)).Changed.ShouldBeTrue();
        (await fixture.RecordAsync("production", "service-a")).ShouldNotBeNull().Tag.ShouldBe("v1.0.0");
    }

    [Fact]
    public async Task A_release_says_which_way_it_goes()
    {
        using var fixture = await PipelineFixture.CreateAsync(ThreeEnvironments.Files);
        await fixture.DeliverFirstAsync();
        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None, ToStaging);

        await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None);

        fixture.Events.OfType<StepFinished>().Last(step => step.Step == "check v1.0.0").Detail
            .ShouldNotBeNull().ShouldEndWith(", staging → production of developer → staging → production");
    }
}
