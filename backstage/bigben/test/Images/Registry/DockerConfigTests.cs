using BigBen.Foundation;
using BigBen.Images.Registry;
using BigBen.Tests.Git;

namespace BigBen.Tests.Images.Registry;

/// <summary>A node pulls with what docker logs in with, for that registry alone.</summary>
public sealed class DockerConfigTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ghcr.io", "ghcr.io")]
    [InlineData("docker.io", "https://index.docker.io/v1/")]
    public async Task It_has_the_login_of_one_registry(string host, string key)
    {
        var all = $$"""{ "auths": { "{{key}}": { "auth": "bWU6c2VjcmV0" }, "other.example": { "auth": "YTpi" } } }""";

        (await OfAsync(all, host)).ShouldBe(
            $$$$"""{"auths":{"{{{{key}}}}":{"username":"me","password":"secret","auth":"bWU6c2VjcmV0"}}}""");
    }

    [Fact]
    public async Task Without_a_login_there_is_none() => (await OfAsync("""{ "auths": {} }""", "ghcr.io")).ShouldBeNull();

    [Fact]
    public async Task An_identity_token_is_refused() =>
        (await Should.ThrowAsync<PlatformException>(() => OfAsync("""{ "auths": { "ghcr.io": { "identitytoken": "t" } } }""", "ghcr.io")))
        .Message.ShouldContain("'docker login ghcr.io'");

    private Task<string?> OfAsync(string config, string host) => DockerConfig.OfAsync(
        new RegistryCredentials(_folder.Write("config.json", config)), new ImageRepository(host, "me/a"), CancellationToken.None);
}
