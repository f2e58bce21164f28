using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace BigBen.ServiceDefaults;

/// <summary>
/// The <c>ETag</c> of something whose changes are counted, so that nobody overwrites what somebody else changed meanwhile.
/// </summary>
public static class EntityTags
{
    /// <summary>The tag of a version: <c>"3"</c>.</summary>
    /// <param name="version">The version.</param>
    public static string Of(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The versions that a request may change.</summary>
    /// <param name="ifMatch">Its header <c>If-Match</c>; null for none.</param>
    /// <returns>Null for any; nothing where the header has no tag of a version.</returns>
    public static IReadOnlyList<int>? Wanted(string? ifMatch)
    {
        if (string.IsNullOrWhiteSpace(ifMatch))
            return null;
        var tags = Read(ifMatch);
        // A weak tag is of something that may differ byte for byte: it never matches (RFC 9110, 13.1.1).
        return tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any)) ? null : [.. tags.Where(tag => !tag.IsWeak).SelectMany(VersionOf)];
    }

    /// <summary>Whether the client has this version already.</summary>
    /// <param name="ifNoneMatch">The request's header <c>If-None-Match</c>; null for none.</param>
    /// <param name="version">The version that there is.</param>
    public static bool Has(string? ifNoneMatch, int version) => !string.IsNullOrWhiteSpace(ifNoneMatch)
        && Read(ifNoneMatch).Any(tag => tag.Equals(EntityTagHeaderValue.Any) || VersionOf(tag).Contains(version));

    private static IList<EntityTagHeaderValue> Read(string header) =>
        EntityTagHeaderValue.TryParseList([header], out var tags) ? tags : [];

    private static IEnumerable<int> VersionOf(EntityTagHeaderValue tag)
    {
        if (int.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            yield return version;
    }
}
