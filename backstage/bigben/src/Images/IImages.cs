using BigBen.Foundation;

namespace BigBen.Images;

/// <summary>Where images are found: the local platform's store, or a registry.</summary>
public interface IImages
{
    /// <summary>The image with that tag, or null.</summary>
    Image? FindByTag(string repository, string tag);

    /// <summary>The image with that digest, or null.</summary>
    Image? FindByDigest(string repository, string digest);

    /// <summary>Gives an image one more tag. The same again is nothing new; a tag never moves to another digest.</summary>
    /// <exception cref="PlatformException">There is no such image, or the tag belongs to another.</exception>
    void Tag(string repository, string tag, string digest);
}
