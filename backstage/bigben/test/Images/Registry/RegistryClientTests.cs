using BigBen.Foundation;
using BigBen.Images.Registry;
using Xunit.Abstractions;

namespace BigBen.Tests.Images.Registry;

public sealed class RegistryClientTests(ITestOutputHelper output)
{
    private static CancellationToken None => CancellationToken.None;

    [RegistryFact]
    public async Task A_tag_by_digest_keeps_the_digest_and_every_byte_of_a_manifest_and_of_an_index()
    {
        await using var registry = await DockerRegistry.StartAsync();
        var repository = registry.Repository();
        var client = registry.Client();
        var images = new Dictionary<string, (string Digest, byte[] Bytes)>
        {
            ["oci manifest"] = await registry.PushManifestAsync(repository),
            ["docker manifest"] = await registry.PushManifestAsync(repository, docker: true),
            ["index"] = await registry.PushIndexAsync(repository),
        };

        foreach (var (kind, (digest, bytes)) in images)
        {
            var tag = kind.Replace(' ', '-');
            (await client.TagAsync(repository, digest, tag, None)).ShouldBeTrue();
            var found = await client.FindAsync(repository, tag, None);

            found!.Digest.ShouldBe(digest, kind);
            found.Bytes.ToArray().ShouldBe(bytes, kind);
            (await client.TagAsync(repository, digest, tag, None)).ShouldBeFalse("the same again changes nothing");
            (await client.RevisionAsync(repository, found, None)).ShouldBe(DockerRegistry.Revision);
        }

        output.WriteLine($"{images.Count} kinds of image given a tag by digest, {images.Count} digests unchanged");
    }

    [RegistryFact]
    public async Task A_missing_image_is_refused_and_leaves_no_tag()
    {
        await using var registry = await DockerRegistry.StartAsync();
        var client = registry.Client();
        var missing = $"sha256:{new string('0', 64)}";

        var error = await Should.ThrowAsync<PlatformException>(client.TagAsync(registry.Repository(), missing, "v1.0.0", None));

        error.Message.ShouldStartWith("There is no image 127.0.0.1");
        (await client.FindAsync(registry.Repository(), "v1.0.0", None)).ShouldBeNull();
    }

    [RegistryFact]
    public async Task A_tag_never_moves()
    {
        await using var registry = await DockerRegistry.StartAsync();
        var repository = registry.Repository();
        var (first, _) = await registry.PushManifestAsync(repository, salt: "one", tag: "v1.0.0");
        var (second, _) = await registry.PushManifestAsync(repository, salt: "another");

        var error = await Should.ThrowAsync<PlatformException>(registry.Client().TagAsync(repository, second, "v1.0.0", None));

        error.Message.ShouldContain("is already another image");
        (await registry.Client().FindAsync(repository, "v1.0.0", None))!.Digest.ShouldBe(first);
    }

    [RegistryFact]
    public async Task An_index_whose_platforms_come_from_different_commits_is_refused()
    {
        await using var registry = await DockerRegistry.StartAsync();
        var (digest, _) = await registry.PushIndexAsync(registry.Repository(), armRevision: new string('f', 40));
        var manifest = await registry.Client().FindAsync(registry.Repository(), digest, None);

        var error = await Should.ThrowAsync<PlatformException>(registry.Client().RevisionAsync(registry.Repository(), manifest!, None));

        error.Message.ShouldContain("does not say which commit");
    }

    [RegistryFact]
    public async Task A_password_of_docker_login_is_used_and_its_absence_said()
    {
        // The bcrypt hash of "secret", cost 4.
        await using var registry = await DockerRegistry.StartAsync(
            htpasswd: "user:$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW\n");

        var anonymous = await Should.ThrowAsync<PlatformException>(registry.Client().FindAsync(registry.Repository(), "v1", None));
        var wrong = await Should.ThrowAsync<PlatformException>(
            registry.Client(DockerRegistry.Login(registry.Host, "user:wrong")).FindAsync(registry.Repository(), "v1", None));
        var known = await registry.Client(DockerRegistry.Login(registry.Host, "user:secret")).FindAsync(registry.Repository(), "v1", None);

        anonymous.Message.ShouldContain("run docker login");
        wrong.Message.ShouldContain("401");
        known.ShouldBeNull();
    }

    [Fact]
    public async Task A_registry_that_is_not_there_is_named_in_one_sentence()
    {
        using var http = new HttpClient();
        var client = new RegistryClient(http, new RegistryCredentials("/nowhere/config.json"));

        var error = await Should.ThrowAsync<PlatformException>(
            client.FindAsync(ImageRepository.Parse("127.0.0.1:1/owner/bigben-service-a"), "v1", None));

        error.Message.ShouldStartWith("The registry 127.0.0.1:1 cannot be reached");
    }

    [Theory]
    [InlineData("ghcr.io/Owner/bigben-service-a", "ghcr.io/owner/bigben-service-a", "https://ghcr.io/v2/owner/bigben-service-a/")]
    [InlineData(
        "docker.io/owner/bigben-service-a", "docker.io/owner/bigben-service-a", "https://registry-1.docker.io/v2/owner/bigben-service-a/")]
    [InlineData("localhost:5001/bigben-service-a", "localhost:5001/bigben-service-a", "http://localhost:5001/v2/bigben-service-a/")]
    public void A_repository_is_lower_case_and_its_registry_encrypted_but_on_this_machine(string text, string name, string api)
    {
        var repository = ImageRepository.Parse(text);

        (repository.ToString(), repository.Api.ToString()).ShouldBe((name, api));
    }

    [Theory]
    [InlineData("")]
    [InlineData("bigben-service-a")]
    [InlineData("ghcr.io/owner/../x")]
    [InlineData("ghcr.io/owner/name:tag")]
    [InlineData("https://ghcr.io/owner/name")]
    public void What_is_no_repository_is_refused(string text) =>
        Should.Throw<PlatformException>(() => ImageRepository.Parse(text)).Message.ShouldContain("names no image repository");
}
