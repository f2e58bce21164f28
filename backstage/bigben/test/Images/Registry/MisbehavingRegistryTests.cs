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

/// <summary>What docker-registry cannot be brought to do: tokens as ghcr.io and Docker Hub ask for them, lies, and bad moments.</summary>
public sealed class MisbehavingRegistryTests : IDisposable
{
    private static readonly byte[] Manifest = """{"schemaVersion":2}"""u8.ToArray();
    private static readonly string Digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Manifest))}";

    private static readonly string[] TokenFields = ["grant_type", "refresh_token", "service", "scope"];

    private readonly TempFolder temp = new();
    private readonly HttpClient http = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose()
    {
        http.Dispose();
        temp.Dispose();
    }

    [Fact]
    public async Task A_token_is_fetched_with_the_password_as_the_challenge_says_and_then_used()
    {
        var asked = new ConcurrentQueue<string>();
        await using var server = await StartAsync(async context =>
        {
            var authorization = context.Request.Headers.Authorization.ToString();
            asked.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {authorization}");
            if (context.Request.Path == "/token")
            {
                await context.Response.WriteAsync("""{"token":"abc"}""");
            }
            else if (authorization != "Bearer abc")
            {
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate =
                    $"Bearer realm=\"http://{context.Request.Host}/token\",service=\"reg\",scope=\"repository:owner/name:pull\"";
            }
            else
            {
                await AnswerAsync(context, Manifest);
            }
        });
        var repository = RepositoryOf(server);
        var client = new RegistryClient(
            http, new RegistryCredentials(temp.Write("config.json", DockerRegistry.Login(repository.Host, "user:pw"))));

        (await client.FindAsync(repository, "v1", None))!.Digest.ShouldBe(Digest);
        (await client.FindAsync(repository, "v1", None))!.Digest.ShouldBe(Digest);

        asked.ShouldBe(
        [
            "GET /v2/owner/name/manifests/v1 ",
            "GET /token?service=reg&scope=repository%3Aowner%2Fname%3Apull Basic dXNlcjpwdw==",
            "GET /v2/owner/name/manifests/v1 Bearer abc",
            "GET /v2/owner/name/manifests/v1 Bearer abc",
        ]);
    }

    [Fact]
    public async Task An_identity_token_is_exchanged_by_OAuth_and_never_sent_to_the_registry()
    {
        var asked = new ConcurrentQueue<string>();
        await using var server = await StartAsync(async context =>
        {
            var authorization = context.Request.Headers.Authorization.ToString();
            if (context.Request.Path == "/token")
            {
                var form = await context.Request.ReadFormAsync();
                var words = TokenFields.Select(name => $"{form[name]}");
                asked.Enqueue($"{context.Request.Method} {string.Join(' ', words)} {authorization}");
                await context.Response.WriteAsync("""{"access_token":"abc"}""");
            }
            else if (authorization != "Bearer abc")
            {
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"http://{context.Request.Host}/token\",service=\"reg\"";
            }
            else
            {
                await AnswerAsync(context, Manifest);
            }
        });
        var repository = RepositoryOf(server);
        var config = temp.Write("config.json", $$$"""{"auths":{"{{{repository.Host}}}":{"identitytoken":"identity"} } }""");

        (await new RegistryClient(http, new RegistryCredentials(config)).FindAsync(repository, "v1", None))!.Digest.ShouldBe(Digest);

        asked.ShouldBe(["POST refresh_token identity reg repository:owner/name:pull "]);
    }

    [Fact]
    public async Task No_password_goes_to_a_token_server_elsewhere_without_encryption()
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"http://tokens.example/token\"";
            return Task.CompletedTask;
        });

        var error = await Should.ThrowAsync<PlatformException>(Anonymous().FindAsync(RepositoryOf(server), "v1", None));

        error.Message.ShouldContain("not encrypted");
    }

    [Theory]
    [InlineData("v1", "the header says another digest")]
    [InlineData("sha256:0000000000000000000000000000000000000000000000000000000000000000", "the content is of another digest")]
    public async Task Content_of_another_digest_than_asked_for_or_stated_is_refused(string reference, string why)
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.Headers["Docker-Content-Digest"] = $"sha256:{new string('0', 64)}";
            return AnswerAsync(context, Manifest);
        });

        var error = await Should.ThrowAsync<PlatformException>(Anonymous().FindAsync(RepositoryOf(server), reference, None));

        error.Message.ShouldContain("is damaged", Case.Sensitive, why);
    }

    [Fact]
    public async Task A_registry_that_stores_other_bytes_than_it_was_given_is_found_out()
    {
        var stored = false;
        await using var server = await StartAsync(context =>
        {
            if (context.Request.Method == "PUT")
            {
                stored = true;
                context.Response.StatusCode = 201;
                return Task.CompletedTask;
            }

            if (context.Request.Path.Value!.EndsWith(Digest, StringComparison.Ordinal))
                return AnswerAsync(context, Manifest);
            if (stored)
                return AnswerAsync(context, """{"schemaVersion": 2}"""u8.ToArray());
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });

        var error = await Should.ThrowAsync<PlatformException>(Anonymous().TagAsync(RepositoryOf(server), Digest, "v1.0.0", None));

        error.Message.ShouldContain($"where {Digest} was stored");
    }

    [Fact]
    public async Task A_passing_failure_is_asked_again_and_a_lasting_one_is_told()
    {
        var requests = 0;
        await using var server = await StartAsync(context =>
        {
            if (Interlocked.Increment(ref requests) == 2)
                return AnswerAsync(context, Manifest);
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });

        (await Anonymous().FindAsync(RepositoryOf(server), "v1", None))!.Digest.ShouldBe(Digest);
        var error = await Should.ThrowAsync<PlatformException>(Anonymous().FindAsync(RepositoryOf(server), "v1", None));

        error.Message.ShouldContain("503");
    }

    [Theory]
    [InlineData("20", 20)]
    [InlineData("Sat, 28 Nov 2026 12:00:30 GMT", 30)]
    [InlineData("0", 0.5)]
    [InlineData(null, 0.5)]
    public async Task A_registry_that_is_asked_too_often_is_asked_again_when_it_says(string? after, double seconds)
    {
        var requests = 0;
        await using var server = await StartAsync(context =>
        {
            if (Interlocked.Increment(ref requests) == 2)
                return AnswerAsync(context, Manifest);
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = after;
            return Task.CompletedTask;
        });
        var clock = new Impatient();

        (await Anonymous(clock).FindAsync(RepositoryOf(server), "v1", None))!.Digest.ShouldBe(Digest);

        clock.Pauses.ShouldBe([TimeSpan.FromSeconds(seconds)]);
    }

    [Fact]
    public async Task A_registry_that_says_to_come_again_in_an_hour_is_not_waited_for()
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        });
        var clock = new Impatient();

        (await Should.ThrowAsync<PlatformException>(Anonymous(clock).FindAsync(RepositoryOf(server), "v1", None))).Message
            .ShouldContain("429");

        clock.Pauses.ShouldBeEmpty();
    }

    private static Task AnswerAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentType = "application/vnd.oci.image.manifest.v1+json";
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    private static ImageRepository RepositoryOf(WebApplication server) =>
        ImageRepository.Parse($"{new Uri(server.Urls.Single()).Authority}/owner/name");

    private RegistryClient Anonymous(TimeProvider? clock = null) => new(http, new RegistryCredentials(temp["nothing.json"]), clock);

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        return server;
    }

    /// <summary>A clock that stands still and waits for nothing, but knows for how long it should have.</summary>
    private sealed class Impatient : TimeProvider
    {
        public ConcurrentQueue<TimeSpan> Pauses { get; } = [];

        public override DateTimeOffset GetUtcNow() => new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Pauses.Enqueue(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
