namespace BigBen.Images.Registry;

/// <summary>A manifest, or an index of manifests, exactly as the registry has it.</summary>
/// <param name="Bytes">The document, byte by byte: its digest is taken over these.</param>
/// <param name="MediaType">What it is, such as <c>application/vnd.oci.image.index.v1+json</c>.</param>
public sealed record RegistryManifest(ReadOnlyMemory<byte> Bytes, string MediaType)
{
    /// <summary>
    /// What can be read: OCI's and Docker's manifest and index (OCI distribution specification; Docker image manifest v2, schema 2).
    /// </summary>
    internal static readonly string[] MediaTypes =
    [
        "application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json", "application/vnd.docker.distribution.manifest.v2+json",
    ];

    /// <summary>The SHA-256 of <see cref="Bytes"/>: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public string Digest { get; } = ImageManifest.DigestOf(Bytes.Span);

    /// <summary>The digests of the images in an index: one for each platform. What BuildKit adds to describe them is left out.</summary>
    internal IReadOnlyList<string> Platforms() => Read(root => root.TryGetProperty("manifests", out var manifests)
        ? [.. manifests.EnumerateArray().Where(IsImage).Select(manifest => manifest.GetProperty("digest").GetString()!)]
        : Array.Empty<string>());

    /// <summary>The digests of everything that an index lists, what describes its images included.</summary>
    internal IReadOnlyList<string> Children() => Read(root => root.TryGetProperty("manifests", out var manifests)
        ? [.. manifests.EnumerateArray().Select(manifest => manifest.GetProperty("digest").GetString()!)]
        : Array.Empty<string>());

    /// <summary>The digest of a manifest's configuration; null in an index.</summary>
    internal string? Config() =>
        Read(root => root.TryGetProperty("config", out var config) ? config.GetProperty("digest").GetString() : null);

    // BuildKit stores SBOM and provenance as manifests of the platform unknown/unknown (BuildKit, "Attestation storage").
    private static bool IsImage(JsonElement manifest) =>
        !(manifest.TryGetProperty("annotations", out var annotations) && annotations.TryGetProperty("vnd.docker.reference.type", out _));

    private T Read<T>(Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(Bytes);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new PlatformException(
                $"The manifest {Digest} is not an image manifest ({e.Message.TrimEnd('.')}): build and push the image again.", e);
        }
    }
}
