namespace BigBen.Kubelet.Containers;

/// <summary>References of images: <c>registry:5000/name:tag@sha256:…</c>.</summary>
internal static class ImageReference
{
    /// <summary>The reference of the very image that was found: the name without its tag, and the digest.</summary>
    public static string WithDigest(string reference, string digest)
    {
        var name = reference.Split('@')[0];
        var tag = name.IndexOf(':', name.LastIndexOf('/') + 1);
        return $"{(tag < 0 ? name : name[..tag])}@{digest}";
    }
}
