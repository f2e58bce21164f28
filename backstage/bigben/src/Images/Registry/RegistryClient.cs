using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using BigBen.Foundation;

namespace BigBen.Images.Registry;

/// <summary>
/// A registry by the OCI distribution specification, as far as promotion needs it: what a tag stands for, and one more tag for the very
/// same bytes. Nothing is ever rebuilt or wrapped, so a digest, and every signature of it, stays what it is.
/// </summary>
/// <param name="http">Sends the requests; its redirects carry no password along.</param>
/// <param name="credentials">Who one is.</param>
public sealed class RegistryClient(HttpClient http, RegistryCredentials credentials)
{
    // A registry behind a load balancer fails now and then; three in a row are an outage.
    private const int Attempts = 3;

    // Far more than any manifest: the specification's limit is 4 MiB.
    private const long LargestDocument = 8 << 20;

    private static readonly string[] TokenFields = ["token", "access_token"];

    private readonly Dictionary<ImageRepository, AuthenticationHeaderValue> tokens = [];

    /// <summary>The manifest or index which a tag or a digest stands for; null where the registry has none.</summary>
    /// <exception cref="PlatformException">The registry cannot be reached, refuses, or answers with other content than it says.</exception>
    public async Task<RegistryManifest?> FindAsync(ImageRepository repository, string reference, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(repository, HttpMethod.Get, $"manifests/{reference}", null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        await RequireAsync(response, HttpStatusCode.OK, repository, $"read {reference}", cancellationToken);
        var manifest = new RegistryManifest(
            await response.Content.ReadAsByteArrayAsync(cancellationToken),
            response.Content.Headers.ContentType?.MediaType ?? "application/octet-stream");
        var stated = reference.Contains(':') ? reference : Header(response);
        return stated is null || stated == manifest.Digest
            ? manifest
            : throw new PlatformException(
                $"{repository} answers {stated} with content of {manifest.Digest}: the registry or something before it is damaged; " +
                "nothing was changed.");
    }

    /// <summary>Gives an image one more tag, by storing the very same bytes under it, and reads back that it is so.</summary>
    /// <returns>False where the tag stood for that digest already.</returns>
    /// <exception cref="PlatformException">There is no such image, the tag stands for another one, or the registry refuses.</exception>
    public async Task<bool> TagAsync(ImageRepository repository, string digest, string tag, CancellationToken cancellationToken)
    {
        var manifest = await FindAsync(repository, digest, cancellationToken)
            ?? throw new PlatformException($"There is no image {repository}@{digest} to give the tag {tag}: build and push it first.");
        if (await FindAsync(repository, tag, cancellationToken) is { } present)
        {
            return present.Digest == digest
                ? false
                : throw new PlatformException(
                    $"{repository}:{tag} is already another image ({present.Digest[..19]}) than {digest[..19]}: a tag never moves, " +
                    "so choose a newer version.");
        }

        using (var response = await SendAsync(repository, HttpMethod.Put, $"manifests/{tag}", manifest, cancellationToken))
        {
            await RequireAsync(response, HttpStatusCode.Created, repository, $"write the tag {tag}", cancellationToken);
            RequireSame(repository, tag, digest, Header(response) ?? digest);
        }

        RequireSame(repository, tag, digest, (await FindAsync(repository, tag, cancellationToken))?.Digest);
        return true;
    }

    /// <summary>The commit that an image says it was built from; for an index, the one that all its platforms agree on.</summary>
    /// <exception cref="PlatformException">It says none, or its platforms differ.</exception>
    public async Task<string> RevisionAsync(ImageRepository repository, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        var revisions = new HashSet<string?>();
        if (manifest.Config() is { } config)
            revisions.Add(await LabelAsync(repository, config, cancellationToken));
        foreach (var platform in manifest.Platforms())
        {
            var one = await FindAsync(repository, platform, cancellationToken)
                ?? throw new PlatformException(
                    $"{repository}@{manifest.Digest} lists {platform}, which the registry does not have: build and push the image " +
                    "again.");
            revisions.Add(one.Config() is { } digest ? await LabelAsync(repository, digest, cancellationToken) : null);
        }

        return revisions.Count == 1 && revisions.Single() is { Length: > 0 } revision
            ? revision
            : throw new PlatformException(
                $"{repository}@{manifest.Digest} does not say which commit it was built from (label {ImageConfig.RevisionLabel}): " +
                "build it by the pipeline.");
    }

    private async Task<string?> LabelAsync(ImageRepository repository, string digest, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(repository, HttpMethod.Get, $"blobs/{digest}", null, cancellationToken);
        await RequireAsync(response, HttpStatusCode.OK, repository, $"read {digest}", cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        RequireSame(repository, "the configuration", digest, ImageManifest.DigestOf(bytes));
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.TryGetProperty("config", out var config) && config.TryGetProperty("Labels", out var labels)
            && labels.ValueKind == JsonValueKind.Object && labels.TryGetProperty(ImageConfig.RevisionLabel, out var revision)
            ? revision.GetString()
            : null;
    }

    private async Task<HttpResponseMessage> SendAsync(
        ImageRepository repository, HttpMethod method, string path, RegistryManifest? content, CancellationToken cancellationToken)
    {
        var response = await SendOnceAsync(repository, method, path, content, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized
            || AuthenticationChallenge.Best(response.Headers.WwwAuthenticate) is not { } challenge)
            return response;
        response.Dispose();
        tokens[repository] = await AnswerAsync(repository, challenge, method == HttpMethod.Put ? "pull,push" : "pull", cancellationToken);
        return await SendOnceAsync(repository, method, path, content, cancellationToken);
    }

    private async Task<AuthenticationHeaderValue> AnswerAsync(
        ImageRepository repository, AuthenticationChallenge challenge, string actions, CancellationToken cancellationToken)
    {
        var login = await credentials.ForAsync(repository, cancellationToken);
        if (challenge.Scheme == "basic")
            return login?.Basic ?? throw new PlatformException(
                $"The registry {repository.Host} asks for a name and a password: run docker login {repository.Host} first.");
        if (!Uri.TryCreate(challenge.Parameters.GetValueOrDefault("realm"), UriKind.Absolute, out var realm)
            || (realm.Scheme != Uri.UriSchemeHttps && !(repository.IsLoopback && ImageRepository.IsLoopbackHost(realm.Host))))
        {
            throw new PlatformException(
                $"The registry {repository.Host} sends for its tokens to '{realm}', which is not encrypted: no password was sent there.");
        }

        var scope = $"repository:{repository.Path}:{actions}";
        using var response = await TryAsync(repository, () => challenge.TokenRequest(realm, scope, login), cancellationToken);
        await RequireAsync(response, HttpStatusCode.OK, repository, "get a token", cancellationToken);
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        // "token" by Docker's specification, "access_token" by OAuth; a server may give either or both.
        var token = TokenFields
            .Select(name => document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null)
            .FirstOrDefault(value => value is { Length: > 0 });
        return token is null
            ? throw new PlatformException(
                $"The registry {repository.Host} gives no token at '{realm}': look at the registry's own status page.")
            : new AuthenticationHeaderValue("Bearer", token);
    }

    private Task<HttpResponseMessage> SendOnceAsync(
        ImageRepository repository, HttpMethod method, string path, RegistryManifest? content, CancellationToken cancellationToken) =>
        TryAsync(repository, () =>
        {
            var request = new HttpRequestMessage(method, new Uri(repository.Api, path));
            foreach (var type in RegistryManifest.MediaTypes)
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
            request.Headers.Authorization = tokens.GetValueOrDefault(repository);
            if (content is not null)
            {
                request.Content = new ReadOnlyMemoryContent(content.Bytes);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(content.MediaType);
            }

            return request;
        }, cancellationToken);

    // Every request here may be sent twice: reading changes nothing, and writing the same bytes under the same tag changes nothing more.
    private async Task<HttpResponseMessage> TryAsync(
        ImageRepository repository, Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = make();
            try
            {
                var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if (attempt < Attempts && (response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500))
                {
                    response.Dispose();
                }
                else
                {
                    await response.Content.LoadIntoBufferAsync(LargestDocument, cancellationToken);
                    return response;
                }
            }
            catch (HttpRequestException) when (attempt < Attempts)
            {
                // Asked again below.
            }
            catch (Exception e) when (
                e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
            {
                var place = request.RequestUri!.Authority;
                throw new PlatformException(
                    $"The registry {repository.Host} cannot be reached at {place} ({e.Message.TrimEnd('.')}): "
                    + "look at the network, then run this again.",
                    e);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250 * (1 << attempt)), cancellationToken);
        }
    }

    private static string? Header(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Docker-Content-Digest", out var values) ? values.First() : null;

    private static void RequireSame(ImageRepository repository, string what, string wanted, string? found)
    {
        if (found != wanted)
            throw new PlatformException(
                $"{repository}: {what} is {found ?? "not there"} where {wanted} was stored: somebody else writes there at the same " +
                "time, or the registry changes what it stores.");
    }

    private static async Task RequireAsync(
        HttpResponseMessage response, HttpStatusCode wanted, ImageRepository repository, string what, CancellationToken cancellationToken)
    {
        if (response.StatusCode == wanted)
            return;
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var remedy = response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? "allow this account or workflow to do so, and create the repository where the registry does not do it by itself"
            : "look at the registry's status, then run this again";
        throw new PlatformException($"The registry does not let {repository} {what}: {(int)response.StatusCode} {Reason(body)}; {remedy}.");
    }

    private static string Reason(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement.GetProperty("errors")[0];
            var message = error.TryGetProperty("message", out var text) ? text.GetString() : "";
            return $"{error.GetProperty("code").GetString()} {message}".Trim();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return body.Split('\n')[0].Trim() is { Length: > 0 } line ? line[..Math.Min(line.Length, 200)] : "without a reason";
        }
    }
}
