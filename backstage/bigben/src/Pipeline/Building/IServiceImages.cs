namespace BigBen.Pipeline.Building;

/// <summary>Where the images of services are: the local store, or a registry.</summary>
public interface IServiceImages
{
    /// <summary>The name of a service's images, with the registry where there is one.</summary>
    string NameOf(string service);

    /// <summary>The digest of the image that was built from exactly that commit; null where it was not built yet.</summary>
    Task<string?> FindAsync(string service, string imageCommit, CancellationToken cancellationToken);

    /// <summary>The digest that a tag of a service stands for; null where there is no such tag.</summary>
    Task<string?> DigestAsync(string service, string tag, CancellationToken cancellationToken);

    /// <summary>Whether there is an image of a service with that digest.</summary>
    Task<bool> HasAsync(string service, string digest, CancellationToken cancellationToken);

    /// <summary>Gives an image one more tag; the digest stays, and a tag never moves.</summary>
    /// <exception cref="PlatformException">There is no such image, or the tag stands for another one.</exception>
    Task TagAsync(string service, string digest, string tag, CancellationToken cancellationToken);
}
