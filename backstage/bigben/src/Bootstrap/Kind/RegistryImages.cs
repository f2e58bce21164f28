using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using BigBen.Bootstrap.Kind.Steps;
using BigBen.Foundation;
using BigBen.Images;

namespace BigBen.Bootstrap.Kind;

/// <summary>Images in a registry, over the OCI distribution API. Tags are given by writing the very same manifest again, so digests stay.</summary>
/// <param name="address">The registry's address on this machine, such as <c>127.0.0.1:32768</c>; asked for each time, for it may change.</param>
public sealed class RegistryImages(Func<string> address) : IImages, IDisposable
{
    private const string DigestHeader = "Docker-Content-Digest";

    private static readonly string[] ManifestTypes =
    [
        "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json",
    ];

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromSeconds(60) };

    private sealed record StoredManifest(string Digest, byte[] Body, string MediaType);

    /// <summary>The images of a platform's own registry.</summary>
    public static RegistryImages Of(KindSettings settings) =>
        new(() => RegistryStep.AddressAsync(settings, CancellationToken.None).GetAwaiter().GetResult());

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <inheritdoc/>
    public Image? FindByTag(string repository, string tag) => Find(repository, tag);

    /// <inheritdoc/>
    public Image? FindByDigest(string repository, string digest) => Find(repository, digest);

    /// <inheritdoc/>
    public void Tag(string repository, string tag, string digest)
    {
        if (Manifest(repository, tag) is { } tagged)
        {
            if (tagged.Digest != digest)
                throw new PlatformException($"The tag {repository}:{tag} belongs to {tagged.Digest[..19]} and never moves to {digest[..19]}: choose another.");
            return;
        }

        var manifest = Manifest(repository, digest)
            ?? throw new PlatformException($"There is no image {repository}@{digest} in the registry to give the tag '{tag}': build it first.");
        using var request = new HttpRequestMessage(HttpMethod.Put, Url($"{repository}/manifests/{tag}")) { Content = new ByteArrayContent(manifest.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(manifest.MediaType);
        using var response = Send(request);
        if (!response.IsSuccessStatusCode)
            throw new PlatformException($"The registry does not take the tag {repository}:{tag} ({(int)response.StatusCode} {response.ReasonPhrase}): look at its log, then run the command again.");
    }

    private Image? Find(string repository, string reference)
    {
        if (Manifest(repository, reference) is not { } manifest)
            return null;
        var labels = Labels(repository, manifest);
        return new Image(repository, manifest.Digest, "", new ImageConfig([], new Dictionary<string, string>(), labels), default);
    }

    private Dictionary<string, string> Labels(string repository, StoredManifest manifest)
    {
        var body = JsonNode.Parse(manifest.Body)!;
        // An index of one platform and its attestations: the platform's image has the labels.
        if (body["manifests"] is JsonArray listed)
        {
            var first = listed.FirstOrDefault(item => $"{item!["platform"]?["os"]}" is not ("unknown" or ""));
            return first is not null && Manifest(repository, $"{first["digest"]}") is { } image ? Labels(repository, image) : [];
        }

        using var response = Send(new HttpRequestMessage(HttpMethod.Get, Url($"{repository}/blobs/{body["config"]?["digest"]}")));
        if (!response.IsSuccessStatusCode)
            return [];
        var config = JsonNode.Parse(response.Content.ReadAsStream());
        return (config?["config"]?["Labels"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => $"{pair.Value}");
    }

    private StoredManifest? Manifest(string repository, string reference)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url($"{repository}/manifests/{reference}"));
        foreach (var type in ManifestTypes)
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        using var response = Send(request);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        if (!response.IsSuccessStatusCode || !response.Headers.TryGetValues(DigestHeader, out var digests))
            throw new PlatformException($"The registry answers {(int)response.StatusCode} {response.ReasonPhrase} when it is asked for {repository}:{reference}: look at its log, then run the command again.");
        using var body = new MemoryStream();
        response.Content.ReadAsStream().CopyTo(body);
        return new StoredManifest(digests.First(), body.ToArray(), $"{response.Content.Headers.ContentType?.MediaType}");
    }

    private HttpResponseMessage Send(HttpRequestMessage request)
    {
        try
        {
            return http.Send(request);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new PlatformException($"The registry at {request.RequestUri!.Authority} does not answer ({e.Message}): run ./bootstrap/big-ben.sh, which starts it again.", e);
        }
    }

    private Uri Url(string path) => new($"http://{address()}/v2/{path}");
}
