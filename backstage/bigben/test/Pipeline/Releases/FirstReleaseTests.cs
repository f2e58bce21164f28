using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Releases;

namespace BigBen.Tests.Pipeline.Releases;

public sealed class FirstReleaseTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_platform_begins_with_one_version_in_every_environment_and_proves_them_from_then_on()
    {
        using var fixture = await PipelineFixture.CreateAsync(ThreeEnvironments.Files);
        await fixture.DeliverFirstAsync();
        var first = new FirstRelease(
            new Rollout(new ForgeBranch(fixture.Forge), fixture.Environments), new StoreImages(fixture.Images), fixture.Releaser);

        (await first.ProveOrMakeAsync(fixture.Run(), null, None)).ShouldBe("v0.1.0 is live in staging and production.");
        (await fixture.RecordAsync("staging", "service-a")).ShouldBe(await fixture.RecordAsync("production", "service-a"));
        var head = await fixture.Forge.HeadAsync(None);

        (await first.ProveOrMakeAsync(fixture.Run(), null, None)).ShouldBe("staging and production run what is recorded.");
        (await fixture.Forge.HeadAsync(None)).ShouldBe(head);
        fixture.Environments.Awaited.TakeLast(2).Select(awaited => (awaited.Environment, awaited.WithOthers))
            .ShouldBe([("staging", true), ("production", true)]);
    }

    [Fact]
    public async Task A_new_environment_stays_empty_until_somebody_releases_to_it()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        var first = new FirstRelease(
            new Rollout(new ForgeBranch(fixture.Forge), fixture.Environments), new StoreImages(fixture.Images), fixture.Releaser);
        (await first.ProveOrMakeAsync(fixture.Run(), null, None)).ShouldBe("v0.1.0 is live in production.");
        await fixture.DeliverAsync("staging", ThreeEnvironments.Files);

        await first.ProveOrMakeAsync(fixture.Run(), null, None);

        (await fixture.RecordAsync("staging", "service-a")).ShouldBeNull();
        fixture.Environments.Awaited.ShouldNotContain(awaited => awaited.Environment == "staging");
        fixture.Environments.Awaited.Last().Environment.ShouldBe("production");
    }

    [Fact]
    public async Task Without_a_service_there_is_nothing_to_release_and_that_is_no_failure()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.Clone.GitAsync("rm", "-r", "--quiet", "app/service-a", "app/service-b");
        await fixture.DeliverAsync("nobody");
        var first = new FirstRelease(
            new Rollout(new ForgeBranch(fixture.Forge), fixture.Environments), new StoreImages(fixture.Images), fixture.Releaser);
        var head = await fixture.Forge.HeadAsync(None);

        (await first.ProveOrMakeAsync(fixture.Run(), null, None)).ShouldStartWith("There is no service to release yet");

        (await fixture.Forge.HeadAsync(None)).ShouldBe(head);
    }
}
