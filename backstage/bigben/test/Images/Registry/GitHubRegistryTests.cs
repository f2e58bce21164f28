using System.Collections.Concurrent;
using System.Security.Cryptography;
using BigBen.Foundation;
using BigBen.Images.Registry;
using BigBen.Tests.Git;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BigBen.Tests.Images.Registry;

/// <summary>
/// A registry that behaves as ghcr.io: a token for each repository and action, 403 for a write with a token to read, and a denial instead
/// of "not found" for a package that does not exist yet.
/// </summary>
public sealed class GitHubRegistryTests : IAsyncLifetime
{
    private const string Denied = """{"errors":[{"code":"DENIED","message":"requested access to the resource is denied"}]}""";

    private static readonly byte[] Manifest = """{"schemaVersion":2}"""u8.ToArray();
    private static readonly string Digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Manifest))}";

    private readonly TempFolder _temp = new();
    private readonly HttpClient _http = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly ConcurrentDictionary<string, byte[]> _stored = new();
    private readonly WebApplication _server;

    private Func<string, string, bool> _grants = (_, _) => true;

    public GitHubRegistryTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(AnswerAsync);
        _stored[$"/v2/owner/bigben-service-a/manifests/{Digest}"] = Manifest;
    }

    private static CancellationToken None => CancellationToken.None;

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public async Task A_tag_is_written_with_a_token_to_write_from_the_first_attempt_on()
    {
        (await Client().TagAsync(Repository("service-a"), Digest, "v1.0.0", None)).ShouldBeTrue();

        _asked.Where(request => request.StartsWith("PUT", StringComparison.Ordinal))
            .ShouldBe(["PUT /v2/owner/bigben-service-a/manifests/v1.0.0 with owner/bigben-service-a:pull,push"]);
        _asked.Where(request => request.StartsWith("GET /v2/", StringComparison.Ordinal))
            .ShouldAllBe(
                request => request.EndsWith(" with ") || request.EndsWith(" with owner/bigben-service-a:pull"), "no more than needed");
        _asked.Count(request => request.StartsWith("token", StringComparison.Ordinal)).ShouldBe(2, "one for each action");
    }

    [Fact]
    public async Task A_token_of_one_repository_is_never_shown_for_another()
    {
        var client = Client();

        await client.FindAsync(Repository("service-a"), "v1.0.0", None);
        await client.FindAsync(Repository("service-b"), "v1.0.0", None);

        _asked.Where(request => request.Contains("bigben-service-b/", StringComparison.Ordinal))
            .ShouldAllBe(request => request.EndsWith(" with ") || request.EndsWith(" with owner/bigben-service-b:pull"));
    }

    [Theory]
    [InlineData(true, "the token server denies the token")]
    [InlineData(false, "the registry denies what the token asks for")]
    public async Task What_may_not_exist_yet_is_not_there_and_no_failure(bool byTokenServer, string how)
    {
        _grants = (repository, _) => !byTokenServer || repository != "owner/bigben-service-x";

        (await Client().FindAsync(Repository("service-x"), "abc1234", None)).ShouldBeNull(how);
        var tag = await Should.ThrowAsync<PlatformException>(Client().TagAsync(Repository("service-x"), Digest, "v1.0.0", None));

        tag.Message.ShouldContain("or this account may not see it");
    }

    [Fact]
    public async Task A_write_that_is_denied_is_a_failure_with_the_remedy()
    {
        _grants = (_, actions) => actions == "pull";

        var error = await Should.ThrowAsync<PlatformException>(Client().TagAsync(Repository("service-a"), Digest, "v1.0.0", None));

        error.Message.ShouldContain("write the tag v1.0.0: 403 DENIED requested access to the resource is denied; allow this account");
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (request.Path == "/token")
        {
            var scope = request.Query["scope"].ToString().Split(':');
            _asked.Enqueue($"token {scope[1]}:{scope[2]}");
            response.StatusCode = _grants(scope[1], scope[2]) ? 200 : 403;
            await response.WriteAsync(response.StatusCode == 200 ? $$"""{"token":"{{scope[1]}}:{{scope[2]}}"}""" : Denied);
            return;
        }

        var shown = $"{request.Headers.Authorization}".Replace("Bearer ", "", StringComparison.Ordinal);
        _asked.Enqueue($"{request.Method} {request.Path} with {shown}");
        var path = request.Path.Value!;
        var repository = path["/v2/".Length..path.IndexOf("/manifests/", StringComparison.Ordinal)];
        var isKnown = _stored.Keys.Any(key => key.Contains($"/{repository}/", StringComparison.Ordinal));
        if (shown.Length == 0)
        {
            response.StatusCode = 401;
            response.Headers.WWWAuthenticate =
                $"Bearer realm=\"http://{request.Host}/token\",service=\"ghcr.io\",scope=\"repository:{repository}:pull\"";
        }
        else if (!shown.StartsWith($"{repository}:", StringComparison.Ordinal) || !isKnown
            || (request.Method == "PUT" && !shown.EndsWith("push", StringComparison.Ordinal)))
        {
            response.StatusCode = 403;
            await response.WriteAsync(Denied);
        }
        else if (request.Method == "PUT")
        {
            var bytes = new MemoryStream();
            await request.Body.CopyToAsync(bytes);
            _stored[path] = bytes.ToArray();
            response.StatusCode = 201;
        }
        else if (_stored.TryGetValue(path, out var stored))
        {
            response.ContentType = "application/vnd.oci.image.manifest.v1+json";
            await response.Body.WriteAsync(stored);
        }
        else
        {
            response.StatusCode = 404;
        }
    }

    private ImageRepository Repository(string service) =>
        ImageRepository.Parse($"{new Uri(_server.Urls.Single()).Authority}/owner/bigben-{service}");

    private RegistryClient Client() => new(_http, new RegistryCredentials(_temp["nothing.json"]));
}
