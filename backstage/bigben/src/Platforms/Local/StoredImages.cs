using System.Collections.Concurrent;
using BigBen.Images;
using BigBen.Kubelet;

namespace BigBen.Platforms.Local;

/// <summary>Pods run what the image store holds; every image is checked against its digest before its first pod starts.</summary>
/// <param name="store">The store.</param>
internal sealed class StoredImages(ImageStore store) : IContainerImages
{
    private readonly ConcurrentDictionary<string, bool> _verified = new();

    /// <inheritdoc/>
    public async Task<ContainerImage> ResolveAsync(string reference, CancellationToken cancellationToken)
    {
        var image = store.Resolve(reference);
        if (!_verified.ContainsKey(image.Digest))
        {
            await store.VerifyAsync(image.Repository, image.Digest, cancellationToken);
            _verified[image.Digest] = true;
        }

        return new ContainerImage(image.Digest, image.Directory, image.Config.Entrypoint, image.Config.Environment);
    }
}
