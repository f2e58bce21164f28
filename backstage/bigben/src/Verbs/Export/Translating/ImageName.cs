namespace BigBen.Verbs.Export.Translating;

/// <summary>An image as everybody understands it: by its digest alone. With tag and digest together some tools refuse it.</summary>
internal static class ImageName
{
    /// <summary><c>registry/name:tag@digest</c> without the tag; unchanged where there is no digest.</summary>
    public static string ByDigest(string image)
    {
        var (name, _, digest) = Split(image);
        return digest.Length > 0 ? $"{name}@{digest}" : image;
    }

    /// <summary>Its registry and name, its tag and its digest; the last two empty where there is none.</summary>
    public static (string Name, string Tag, string Digest) Split(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var (tagged, digest) = at < 0 ? (image, "") : (image[..at], image[(at + 1)..]);
        var colon = tagged.IndexOf(':', tagged.LastIndexOf('/') + 1);
        return colon < 0 ? (tagged, "", digest) : (tagged[..colon], tagged[(colon + 1)..], digest);
    }
}
