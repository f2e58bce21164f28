namespace BigBen.Images;

/// <summary>How an image is started and what it says about itself; part of its digest, so nothing here may depend on the time.</summary>
/// <param name="Entrypoint">The program and its first arguments; relative to the image's folder where it is one of its files.</param>
/// <param name="Environment">Variables which the program is started with, unless the pod sets them.</param>
/// <param name="Labels">What it was made from, by the OCI annotation keys, such as <c>org.opencontainers.image.revision</c>.</param>
public sealed record ImageConfig(
    IReadOnlyList<string> Entrypoint, IReadOnlyDictionary<string, string> Environment, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>The label that holds the full id of the commit an image was built from (OCI image spec, annotations).</summary>
    public const string RevisionLabel = "org.opencontainers.image.revision";

    /// <summary>The commit that the image was built from, where it says so.</summary>
    public string? Revision => Labels.GetValueOrDefault(RevisionLabel);
}

/// <summary>A published build in the store.</summary>
/// <param name="Repository">Its repository, such as <c>bigben-service-a</c>.</param>
/// <param name="Digest">The SHA-256 of its manifest: <c>sha256:</c> and 64 hexadecimal digits.</param>
/// <param name="Directory">The folder with its files, read-only.</param>
/// <param name="Config">How it is started.</param>
/// <param name="Created">When it came into the store, UTC.</param>
public sealed record Image(string Repository, string Digest, string Directory, ImageConfig Config, DateTimeOffset Created);
