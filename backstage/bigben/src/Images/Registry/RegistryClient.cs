using System.Net;
using System.Net.Http.Headers;

namespace BigBen.Images.Registry;

/// <summary>
/// A registry by the OCI distribution specification, as far as promotion needs it: what a tag stands for, and one more tag for the very
/// same bytes. Nothing is ever rebuilt or wrapped, so a digest, and every signature of it, stays what it is.
/// </summary>
public sealed class RegistryClient
{
    private readonly RegistryHttp _http;
    private readonly RegistryAccess _access;

    /// <summary>A client.</summary>
    /// <param name="http">Sends the requests; its redirects carry no password along.</param>
    /// <param name="credentials">Who one is.</param>
    /// <param name="clock">Waits where a registry asks for it; the machine's where null.</param>
    public RegistryClient(HttpClient http, RegistryCredentials credentials, TimeProvider? clock = null)
    {
        _http = new RegistryHttp(http, clock ?? TimeProvider.System);
        _access = new RegistryAccess(_http, credentials);
    }

    /// <summary>
    /// The manifest or index which a tag or a digest stands for; null where the registry has none, or none that one may see. Registries do
    /// not tell these apart: ghcr.io denies what does not exist yet.
    /// </summary>
    /// <exception cref="PlatformException">
    /// The registry cannot be reached, refuses the password, or answers with other content than it says.
    /// </exception>
    public async Task<RegistryManifest?> FindAsync(ImageRepository repository, string reference, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(repository, HttpMethod.Get, $"manifests/{reference}", null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound || RegistryHttp.IsDenial(response))
            return null;
        await RegistryHttp.RequireAsync(response, HttpStatusCode.OK, repository, $"read {reference}", cancellationToken);
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
            ?? throw new PlatformException(
                $"There is no image {repository}@{digest} to give the tag {tag}, or this account may not see it: build and push it first.");
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
            await RegistryHttp.RequireAsync(response, HttpStatusCode.Created, repository, $"write the tag {tag}", cancellationToken);
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
        await RegistryHttp.RequireAsync(response, HttpStatusCode.OK, repository, $"read {digest}", cancellationToken);
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
        var actions = method == HttpMethod.Put ? RegistryAccess.Push : RegistryAccess.Pull;
        var response = await SendOnceAsync(repository, method, path, content, actions, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized
            || AuthenticationChallenge.Best(response.Headers.WwwAuthenticate) is not { } challenge)
            return response;
        response.Dispose();
        if (await _access.AnswerAsync(repository, actions, challenge, cancellationToken) is { } denial)
            return denial;
        response = await SendOnceAsync(repository, method, path, content, actions, cancellationToken);
        if (challenge.Scheme == "basic" && response.StatusCode == HttpStatusCode.Unauthorized)
            await RegistryHttp.RequireAsync(
                response, HttpStatusCode.OK, repository, "in with the password of docker login", cancellationToken);
        return response;
    }

    private async Task<HttpResponseMessage> SendOnceAsync(
        ImageRepository repository, HttpMethod method, string path, RegistryManifest? content, string actions,
        CancellationToken cancellationToken)
    {
        var authorization = await _access.ForAsync(repository, actions, cancellationToken);
        return await _http.SendAsync(repository, () =>
        {
            var request = new HttpRequestMessage(method, new Uri(repository.Api, path));
            foreach (var type in RegistryManifest.MediaTypes)
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
            request.Headers.Authorization = authorization;
            if (content is not null)
            {
                request.Content = new ReadOnlyMemoryContent(content.Bytes);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(content.MediaType);
            }

            return request;
        }, cancellationToken);
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
}
