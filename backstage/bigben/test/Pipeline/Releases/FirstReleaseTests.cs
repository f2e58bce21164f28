using BigBen.Foundation;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;
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
        var first = Of(fixture);

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
        var first = Of(fixture);
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
        var first = Of(fixture);
        var head = await fixture.Forge.HeadAsync(None);

        (await first.ProveOrMakeAsync(fixture.Run(), null, None)).ShouldStartWith("There is no service to release yet");

        (await fixture.Forge.HeadAsync(None)).ShouldBe(head);
    }

    [Fact]
    public async Task What_production_runs_is_built_again_where_its_image_is_gone_and_main_is_not_released()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await Of(fixture).ProveOrMakeAsync(fixture.Run(), null, None);
        var record = (await fixture.RecordAsync("production", "service-a"))!;
        await fixture.DeliverAsync("newer", ("app/service-a/src/Program.cs", "return 1;"));
        var head = await fixture.Forge.HeadAsync(None);
        DeleteImage(fixture, record);
        var built = new List<string>();

        (await Of(fixture, (service, commit) => built.Add($"{service} {commit}")).ProveOrMakeAsync(fixture.Run(), null, None))
            .ShouldBe("production runs what is recorded.");

        (await fixture.Forge.HeadAsync(None)).ShouldBe(head, "nothing unreleased reaches production");
        (await new StoreImages(fixture.Images).HasAsync("service-a", record.Digest, None)).ShouldBeTrue();
        built.ShouldBe([$"service-a {await fixture.Forge.Git.OutputAsync(None, "rev-list", "--max-parents=0", "main")}"]);
        fixture.Steps.ShouldContain("build service-a");
    }

    [Fact]
    public async Task What_cannot_be_built_again_as_it_was_is_told_and_nothing_is_released_for_it()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await Of(fixture).ProveOrMakeAsync(fixture.Run(), null, None);
        var record = (await fixture.RecordAsync("production", "service-a"))!;
        var head = await fixture.Forge.HeadAsync(None);
        DeleteImage(fixture, record);

        (await Should.ThrowAsync<PlatformException>(
            Of(fixture, content: "another compiler").ProveOrMakeAsync(fixture.Run(), null, None)))
            .Message.ShouldStartWith($"production runs service-a v0.1.0, whose image {record.Digest[..19]} is gone, and building it again");

        (await fixture.Forge.HeadAsync(None)).ShouldBe(head);
    }

    private static FirstRelease Of(PipelineFixture fixture, Action<string, string>? built = null, string? content = null)
    {
        var images = new StoreImages(fixture.Images);
        return new FirstRelease(
            new Rollout(new ForgeBranch(fixture.Forge), fixture.Environments),
            new LostImages(fixture.Forge.Git, images, fixture.Build, new HandMade(fixture, built, content), fixture.Ledger),
            fixture.Releaser);
    }

    private static void DeleteImage(PipelineFixture fixture, ServiceRecord record) =>
        Directory.Delete(
            Directory.GetDirectories(fixture.Temp["state/images"], record.Digest["sha256:".Length..], SearchOption.AllDirectories).Single(),
            recursive: true);

    private sealed class HandMade(PipelineFixture fixture, Action<string, string>? built, string? content) : IImageBuilder
    {
        public async Task<string> BuildAsync(
            ServiceSource service, BuildStamp stamp, bool compiled, string log, CancellationToken cancellationToken)
        {
            built?.Invoke(service.Name, stamp.Revision);
            return (await PipelineFixture.BuiltAsync(fixture.Images, fixture.Temp, service, stamp.Revision, content)).Digest;
        }
    }
}
