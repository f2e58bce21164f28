using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Tests.Images.Registry;

namespace BigBen.Tests.Pipeline.Remote;

/// <summary>A fork comes with upstream's records, and with none of its images.</summary>
public sealed class ForkTests
{
    private static CancellationToken None => CancellationToken.None;

    [RegistryFact]
    public async Task What_upstream_recorded_and_the_fork_s_registry_lacks_is_built_and_recorded_anew()
    {
        await using var upstream = await RemoteFixture.CreateAsync();
        var commit = await upstream.DeliverAsync("one", ("app/service-a/src/Program.cs", "one"));
        await upstream.PushAsync("docs", ("README.md", "words"));
        var before = (await upstream.FileAsync("developer")).Services;
        await using var registry = await DockerRegistry.StartAsync();
        var images = new RegistryImages(registry.Client(), () => registry.Owner);
        var head = await upstream.Branch.HeadAsync(None);

        var pending = await new Affected(upstream.Pipeline.Git, images).ListAsync(head, head, None);

        pending.Select(service => (service.Service.Name, service.Why)).ShouldBe(
            [("service-a", "its image is not there"), ("service-b", "its image is not there")]);
        pending[0].ImageCommit.ShouldBe(commit);
        foreach (var service in pending)
        {
            // A build of its own: other bytes, and another digest.
            var (digest, _) = await registry.PushManifestAsync(
                images.RepositoryOf(service.Service.Name), service.ImageCommit, salt: "of the fork");
            await images.PublishAsync(service.Service.Name, digest, service.ImageCommit, None);
        }

        var delivery = await new BigBen.Pipeline.Remote.RemoteDelivery(upstream.Rollout, images).RecordAsync(upstream.Run, head, None);
        delivery.IsChange.ShouldBeTrue();
        (await upstream.FileAsync("developer")).Services.Values.ShouldAllBe(record => record.Revision == head);
        (await new Affected(upstream.Pipeline.Git, images).ListAsync(head, await upstream.Branch.HeadAsync(None), None)).ShouldBeEmpty();
        before.Count.ShouldBe(2);
    }
}
