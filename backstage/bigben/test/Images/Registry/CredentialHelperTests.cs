using BigBen.Foundation;
using BigBen.Images.Registry;
using BigBen.Tests.Git;

namespace BigBen.Tests.Images.Registry;

/// <summary>Whom docker's configuration says one is, with real helper programs.</summary>
public sealed class CredentialHelperTests : IClassFixture<CredentialHelperTests.Program>, IDisposable
{
    // A helper is found on PATH by its name, which therefore is one that no machine has.
    private const string Helper = "bigben-test";

    private readonly TempFolder _temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("""{"credsStore":"bigben-test"}""", "ghcr.io", "user", "from the helper")]
    [InlineData("""{"credHelpers":{"ghcr.io":"bigben-test"}}""", "ghcr.io", "user", "from the helper")]
    [InlineData("""{"credHelpers":{"ghcr.io":"bigben-test"},"credsStore":"not-installed"}""", "ghcr.io", "user", "from the helper")]
    [InlineData("""{"credsStore":"bigben-test","auths":{"other.example":{"auth":"dTpwOnc="}}}""", "other.example", "u", "p:w")]
    [InlineData("""{"auths":{"ghcr.io":{"username":"u","password":"p"}}}""", "ghcr.io", "u", "p")]
    public async Task A_password_is_the_one_that_docker_would_send(string config, string host, string name, string secret) =>
        (await AskAsync(config, host)).ShouldBe(new RegistryLogin(name, secret));

    [Theory]
    [InlineData("""{"credsStore":"bigben-test"}""", "docker.io", "<token>", "identity")]
    [InlineData("""{"auths":{"ghcr.io":{"auth":"dTpw","identitytoken":"abc"}}}""", "ghcr.io", "", "abc")]
    public async Task An_identity_token_is_known_as_one(string config, string host, string name, string secret)
    {
        var login = await AskAsync(config, host);

        login.ShouldNotBeNull().ShouldBe(new RegistryLogin(name, secret, IsIdentityToken: true));
        login.Basic.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"credsStore":"bigben-test","auths":{"unknown.example":{}}}""")]
    [InlineData("{}")]
    public async Task Who_is_known_nowhere_is_anonymous(string config) => (await AskAsync(config, "unknown.example")).ShouldBeNull();

    [Theory]
    [InlineData("bigben-test", "locked.example", "'docker-credential-bigben-test get' fails for locked.example: the store is locked")]
    [InlineData("bigben-test", "odd.example", "its answer is not what Docker expects")]
    [InlineData("not-installed", "ghcr.io", "'docker-credential-not-installed' cannot be started")]
    public async Task A_helper_that_fails_is_named(string helper, string host, string reason) =>
        (await Should.ThrowAsync<PlatformException>(AskAsync($$"""{"credsStore":"{{helper}}"}""", host))).Message.ShouldContain(reason);

    private Task<RegistryLogin?> AskAsync(string config, string host) =>
        new RegistryCredentials(_temp.Write("config.json", config)).ForAsync(ImageRepository.Parse($"{host}/owner/name"), None);

    /// <summary>The helper, on PATH.</summary>
    public sealed class Program : IDisposable
    {
        private readonly TempFolder _folder = new();

        public Program()
        {
            // Says what it was asked for, knows two servers, and fails for a third.
            _folder.WriteProgram($"docker-credential-{Helper}", """
                #!/bin/sh
                server=$(cat)
                case "$1 $server" in
                  'get ghcr.io') echo '{"ServerURL":"ghcr.io","Username":"user","Secret":"from the helper"}' ;;
                  'get https://index.docker.io/v1/') echo '{"ServerURL":"x","Username":"<token>","Secret":"identity"}' ;;
                  'get locked.example') echo 'the store is locked' >&2; exit 1 ;;
                  'get odd.example') echo 'hello' ;;
                  *) echo 'credentials not found in native keychain'; exit 1 ;;
                esac

                """);
            Environment.SetEnvironmentVariable(
                "PATH", $"{Environment.GetEnvironmentVariable("PATH")}{Path.PathSeparator}{_folder.Path}");
        }

        public void Dispose() => _folder.Dispose();
    }
}
