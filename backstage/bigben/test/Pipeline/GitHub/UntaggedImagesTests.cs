using System.Text.Json;
using BigBen.Foundation;
using BigBen.Images.Registry;
using BigBen.Pipeline.GitHub;
using BigBen.Tests.Images.Registry;

namespace BigBen.Tests.Pipeline.GitHub;

/// <summary>GitHub's list of versions is a stand-in's, the registry with its indexes a real one.</summary>
public sealed class UntaggedImagesTests
{
    private const string Package = "/orgs/owner/packages/container/bigben-service-a";

    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken None => CancellationToken.None;

    [RegistryFact]
    public async Task What_a_tag_an_index_or_a_record_leads_to_is_kept_and_what_is_young()
    {
        await using var registry = await DockerRegistry.StartAsync();
        await using var github = await GitHubStandIn.StartAsync();
        var repository = registry.Repository();
        var (index, bytes) = await registry.PushIndexAsync(repository, tag: "v1.0.0");
        var children = new RegistryManifest(bytes, "application/vnd.oci.image.index.v1+json").Children();
        var (recorded, _) = await registry.PushManifestAsync(repository, salt: "recorded");
        var (left, _) = await registry.PushManifestAsync(repository, salt: "left behind");
        var (young, _) = await registry.PushManifestAsync(repository, salt: "young");
        Answer(github, [(1, index, "v1.0.0", 90), .. children.Select((child, number) => (10L + number, child, "", 90)),
            (2, recorded, "", 90), (3, left, "", 90), (4, young, "", 2)]);
        github.Answers[$"{Package}/versions/3"] = (200, "");
        var images = new UntaggedImages(github.Api(), registry.Client(), new FixedClock());

        var found = await images.FindAsync(repository, [recorded], None);
        await images.DeleteAsync(repository, found.Single(), None);

        children.Count.ShouldBe(3, "two platforms and the provenance");
        found.Single().Digest.ShouldBe(left);
        github.Asked.Where(request => request.StartsWith("DELETE", StringComparison.Ordinal))
            .ShouldBe([$"DELETE {Package}/versions/3 Bearer secret"]);
    }

    [RegistryFact]
    public async Task Where_something_kept_cannot_be_read_nothing_is_deleted()
    {
        await using var registry = await DockerRegistry.StartAsync();
        await using var github = await GitHubStandIn.StartAsync();
        Answer(github, [(1, $"sha256:{new string('9', 64)}", "v1.0.0", 90), (2, $"sha256:{new string('8', 64)}", "", 90)]);

        var error = await Should.ThrowAsync<PlatformException>(
            new UntaggedImages(github.Api(), registry.Client(), new FixedClock()).FindAsync(registry.Repository(), [], None));

        error.Message.ShouldContain("nothing was deleted");
    }

    [Fact]
    public async Task A_package_that_was_never_pushed_has_nothing_to_delete()
    {
        await using var github = await GitHubStandIn.StartAsync();
        github.Answers["/repos/owner/name"] = (200, """{"owner":{"type":"User"}}""");
        using var http = new HttpClient();
        var images = new UntaggedImages(
            github.Api(), new RegistryClient(http, new RegistryCredentials("/nowhere/config.json")), new FixedClock());

        (await images.FindAsync(ImageRepository.Parse("ghcr.io/owner/bigben-service-a"), [], None)).ShouldBeEmpty();

        github.Asked.ShouldContain("GET /users/owner/packages/container/bigben-service-a/versions?per_page=100&page=1 Bearer secret");
    }

    private static void Answer(GitHubStandIn github, (long Id, string Digest, string Tag, int Days)[] versions)
    {
        github.Answers["/repos/owner/name"] = (200, """{"owner":{"type":"Organization"}}""");
        github.Answers[$"{Package}/versions?per_page=100&page=1"] = (200, JsonSerializer.Serialize(versions.Select(version => new
        {
            id = version.Id,
            name = version.Digest,
            updated_at = Now.AddDays(-version.Days),
            metadata = new { container = new { tags = new[] { version.Tag }.Where(tag => tag.Length > 0) } },
        })));
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
