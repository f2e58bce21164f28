using BigBen.Foundation;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;

namespace BigBen.Tests.Pipeline.Releases;

public sealed class ReleaserTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_release_gives_the_same_digests_a_version_in_one_commit_with_the_tag()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var delivered = await fixture.DeliverFirstAsync();

        var release = await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None);

        release.Revision.ShouldBe(delivered.Commit);
        (await fixture.Forge.Git.ResolveAsync($"{release.Commit}~1", None)).ShouldBe(delivered.Commit);
        var production = (await fixture.FileAsync("production")).Services;
        var developer = (await fixture.FileAsync("developer")).Services;
        production.Keys.Order().ShouldBe(["service-a", "service-b"]);
        foreach (var (service, record) in production)
        {
            record.ShouldBe(new ServiceRecord("refs/tags/v1.0.0", "v1.0.0", developer[service].Digest));
            fixture.Images.Resolve($"registry/bigben-{service}:v1.0.0").Digest.ShouldBe(record.Digest);
        }

        (await fixture.Forge.Git.OutputAsync(None, "cat-file", "-t", "v1.0.0")).ShouldBe("tag");
        fixture.Environments.Rendered.Last().Revisions["refs/tags/v1.0.0"].ShouldBe(delivered.Commit);
    }

    [Fact]
    public async Task The_same_release_again_has_nothing_to_do()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        var release = await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None);

        var again = await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None);

        (again.Version, again.Revision, again.Commit, again.Changed).ShouldBe((release.Version, release.Revision, release.Commit, false));
        (await fixture.Forge.HeadAsync(None)).ShouldBe(release.Commit);
    }

    [Fact]
    public async Task A_pushed_tag_becomes_the_version_s_tag()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        var delivered = await fixture.DeliverFirstAsync();
        await fixture.Clone.GitAsync("pull", "--quiet", "big-ben", "main");
        await fixture.Clone.GitAsync("tag", "-a", "-m", "mine", "v1.0.0");
        var tag = await fixture.Clone.GitAsync("rev-parse", "v1.0.0");
        await fixture.Clone.GitAsync("push", "--quiet", "big-ben", "v1.0.0:refs/uploads/v1.0.0");

        var release = await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None, new ReleaseOptions { PushedTag = tag });

        release.Revision.ShouldBe(delivered.Commit);
        (await fixture.Forge.Git.OutputAsync(None, "rev-parse", "v1.0.0")).ShouldBe(tag);
    }

    [Fact]
    public async Task The_platform_s_own_first_version_reaches_production_and_gives_way_to_the_release_of_that_number()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();

        var first = await fixture.Releaser.ReleaseAsync(
            fixture.Run(), "v1.2.1-local.1", null, None, new ReleaseOptions { IsFirst = true });

        first.Commit.ShouldNotBeNull();
        (await fixture.RecordAsync("production", "service-a")).ShouldNotBeNull().Tag.ShouldBe("v1.2.1-local.1");
        (await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.2.1", null, None)).Commit.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_release_that_does_not_render_leaves_the_version_free()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        fixture.Environments.FailAt = "render";
        await Should.ThrowAsync<PlatformException>(fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None));
        fixture.Images.Tags("bigben-service-a").Keys.ShouldNotContain("v1.0.0");
        fixture.Environments.FailAt = null;

        (await fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None)).Changed.ShouldBeTrue();
        (await fixture.Releaser.VersionsAsync(None)).Select(version => version.ToString()).ShouldBe(["v1.0.0"]);
    }

    [Fact]
    public async Task A_release_without_an_image_is_refused()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        await fixture.Images.PruneAsync(new HashSet<string>());

        (await Should.ThrowAsync<PlatformException>(fixture.Releaser.ReleaseAsync(fixture.Run(), "v1.0.0", null, None))).Message
            .ShouldContain("service-a has no image of");
    }
}
