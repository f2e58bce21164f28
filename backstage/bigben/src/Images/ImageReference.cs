using System.Text.RegularExpressions;

namespace BigBen.Images;

/// <summary>What a manifest calls an image: <c>[registry/]repository[:tag][@sha256:digest]</c>.</summary>
/// <param name="Repository">
/// The last part of the name, such as <c>bigben-service-a</c>; the registry before it does not matter here.
/// </param>
/// <param name="Tag">The tag, where there is one.</param>
/// <param name="Digest">The digest with <c>sha256:</c>, where there is one.</param>
public sealed partial record ImageReference(string Repository, string? Tag, string? Digest)
{
    /// <summary>Reads a reference.</summary>
    /// <exception cref="PlatformException">The text is none, or it has neither tag nor digest.</exception>
    public static ImageReference Parse(string reference)
    {
        var match = Pattern().Match(reference);
        if (!match.Success)
            throw new PlatformException(
                $"'{reference}' is not an image reference: write repository:tag, repository@sha256:<64 digits>, or both.");
        var tag = match.Groups["tag"];
        var digest = match.Groups["digest"];
        return new ImageReference(match.Groups["name"].Value, tag.Success ? tag.Value : null, digest.Success ? digest.Value : null);
    }

    // The grammar of the OCI distribution specification, with a tag or a digest required.
    [GeneratedRegex(
        @"^(?:[A-Za-z0-9.-]+(?::\d+)?/)?(?:[a-z0-9._-]+/)*(?<name>[a-z0-9]+(?:[._-]+[a-z0-9]+)*)"
        + @"(?=[:@])(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?\z")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^[a-z0-9]+(?:[._-]+[a-z0-9]+)*\z")]
    internal static partial Regex RepositoryPattern();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}\z")]
    internal static partial Regex TagPattern();

    [GeneratedRegex(@"^sha256:[0-9a-f]{64}\z")]
    internal static partial Regex DigestPattern();
}
