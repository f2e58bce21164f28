using BigBen.Foundation;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Releases;
using BigBen.Pipeline.Remote;
using BigBen.Tests.Images.Registry;

namespace BigBen.Tests.Pipeline.Remote;

public sealed class RemoteReleaseTests
{
    private static CancellationToken None => CancellationToken.None;

    private sealed class Unattested : IReleaseProof
    {
        public Task RequireAsync(
            string version, string commit, string before, ServiceSource service, string digest, CancellationToken cancellationToken) =>
            throw new PlatformException($"{version} is refused: {service.Name} is not attested.");
    }

    [RegistryFact]
    public async Task A_release_gives_the_digests_of_developer_the_version_and_records_them_and_again_changes_nothing()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        var commit = await fixture.DeliverAsync("one", ("app/service-a/src/Program.cs", "one"));
        await fixture.TagAsync("v1.0.0", commit);

        var release = await fixture.PromoteAsync("v1.0.0");
        var head = await fixture.HeadAsync();
        var again = await fixture.PromoteAsync("v1.0.0");

        var (developer, production) = (await fixture.FileAsync("developer"), await fixture.FileAsync("production"));
        release.Services.Count.ShouldBe(2);
        (release.Changed, release.Commit, again.Changed, await fixture.HeadAsync()).ShouldBe((true, head, false, head));
        foreach (var service in release.Services)
        {
            production.Services[service.Service].Digest.ShouldBe(developer.Services[service.Service].Digest);
            (await fixture.Images.DigestAsync(service.Service, "v1.0.0", None)).ShouldBe(service.Digest);
            production.Services[service.Service].Revision.ShouldBe("refs/tags/v1.0.0");
        }
    }

    [RegistryFact]
    public async Task A_prerelease_is_tagged_and_production_stays()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        var commit = await fixture.DeliverAsync("one");
        await fixture.TagAsync("v1.0.0-rc.1", commit);
        await fixture.TagAsync("v1.0.0", commit);
        var head = await fixture.HeadAsync();

        var byName = await fixture.PromoteAsync("v1.0.0-rc.1", prerelease: true);
        var byFlag = await fixture.PromoteAsync("v1.0.0", prerelease: true);

        (byName.Commit, byFlag.Commit, byName.Changed, await fixture.HeadAsync()).ShouldBe((null, null, false, head));
        (await fixture.Images.DigestAsync("service-a", "v1.0.0-rc.1", None)).ShouldBe(byName.Services[0].Digest);
    }

    [RegistryFact]
    public async Task Whatever_is_wrong_with_a_release_is_one_sentence_and_neither_main_nor_the_registry_changes()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        var delivered = await fixture.DeliverAsync("one", ("app/service-a/src/Program.cs", "one"));
        await fixture.TagAsync("v1.0.0", delivered);
        await fixture.TagAsync("v2.0.0", delivered);
        await fixture.TagAsync("v3.0.0", delivered);
        await fixture.PromoteAsync("v2.0.0");
        var unbuilt = await fixture.PushAsync("not built", ("app/service-a/src/Program.cs", "not built"));
        await fixture.TagAsync("v4.0.0", unbuilt);
        var built = await fixture.PushAsync("not delivered", ("app/service-a/src/Program.cs", "not delivered"));
        await fixture.BuildAsync(built);
        await fixture.TagAsync("v5.0.0", built);
        await fixture.Person.GitAsync("checkout", "--quiet", "-b", "elsewhere");
        await fixture.TagAsync("v6.0.0", await fixture.Person.CommitAsync("elsewhere"));
        var (other, _) = await fixture.Registry.PushManifestAsync(fixture.Images.RepositoryOf("service-b"), tag: "v3.0.0", salt: "other");
        var head = await fixture.HeadAsync();

        await RefusedAsync("1.0.0", "is not a semantic version");
        await RefusedAsync("v1.0.0+build", "build metadata");
        await RefusedAsync("v9.9.9", "'refs/tags/v9.9.9' is unknown to 'origin'");
        await RefusedAsync("v1.0.0", "v1.0.0 is not newer than v2.0.0, which was released before");
        await RefusedAsync("v3.0.0", "is already another image");
        await RefusedAsync("v4.0.0", "has no image of");
        await RefusedAsync("v5.0.0", "developer was never given service-a");
        await RefusedAsync("v6.0.0", "is not on main");

        (await fixture.HeadAsync()).ShouldBe(head);
        (await fixture.Images.DigestAsync("service-b", "v3.0.0", None)).ShouldBe(other);
        foreach (var tag in new[] { "v1.0.0", "v3.0.0", "v4.0.0", "v5.0.0", "v6.0.0" })
            (await fixture.Images.DigestAsync("service-a", tag, None)).ShouldBeNull(tag);

        async Task RefusedAsync(string version, string reason) =>
            (await Should.ThrowAsync<PlatformException>(fixture.PromoteAsync(version))).Message
                .ShouldContain(reason, Case.Sensitive, version);
    }

    [RegistryFact]
    public async Task A_tag_that_was_moved_since_developer_got_it_is_refused()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        var commit = await fixture.DeliverAsync("one", ("app/service-a/src/Program.cs", "one"));
        await fixture.TagAsync("v1.0.0", commit);
        // By force, as only somebody beside the pipeline does: another build of the same commit.
        await fixture.Registry.PushManifestAsync(fixture.Images.RepositoryOf("service-a"), commit, tag: commit[..7], salt: "another build");

        var error = await Should.ThrowAsync<PlatformException>(fixture.PromoteAsync("v1.0.0"));

        error.Message.ShouldContain("somebody moved the tag");
    }

    [RegistryFact]
    public async Task An_image_that_nobody_attests_does_not_reach_production()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        await fixture.TagAsync("v1.0.0", await fixture.DeliverAsync("one"));
        var head = await fixture.HeadAsync();

        var error = await Should.ThrowAsync<PlatformException>(
            fixture.PromoteAsync("v1.0.0", proof: new Unattested()));

        error.Message.ShouldContain("is not attested");
        (await fixture.HeadAsync()).ShouldBe(head);
        (await fixture.Images.DigestAsync("service-a", "v1.0.0", None)).ShouldBeNull();
    }

    [Fact]
    public void The_proof_in_the_notes_is_replaced_not_repeated_and_the_rest_stays()
    {
        var release = new ReleaseResult("v1.0.0", "c", "production", "staging", "recorded", true,
            [new ReleasedService("service-a", "ghcr.io/o/bigben-service-a@sha256:1", "sha256:1", "source", DateTimeOffset.UnixEpoch)]);

        var once = ReleaseNotes.WithProof("What is new.\n", release);
        var twice = ReleaseNotes.WithProof(once, release);

        twice.ShouldBe(once);
        once.ShouldStartWith("What is new.\n\n<!-- big-ben");
        once.ShouldContain("| Recorded in staging |");
        once.ShouldContain("| service-a | `ghcr.io/o/bigben-service-a@sha256:1` | source | 1970-01-01 00:00 UTC |");
    }
}
