using BigBen.Images;

namespace BigBen.Pipeline.Building;

/// <summary>The images of the local platform, in its store.</summary>
/// <param name="store">Where they are.</param>
public sealed class StoreImages(ImageStore store) : IServiceImages
{
    /// <inheritdoc/>
    public string NameOf(string service) => ServiceSource.ImageRepositoryOf(service);

    /// <inheritdoc/>
    public Task<string?> FindAsync(string service, string imageCommit, CancellationToken cancellationToken) =>
        Task.FromResult(
            store.FindByTag(ServiceSource.ImageRepositoryOf(service), Affected.TagOf(imageCommit)) is { } image
                && image.Config.Revision == imageCommit
                ? image.Digest
                : null);

    /// <inheritdoc/>
    public Task<string?> DigestAsync(string service, string tag, CancellationToken cancellationToken) =>
        Task.FromResult(store.FindByTag(ServiceSource.ImageRepositoryOf(service), tag)?.Digest);

    /// <inheritdoc/>
    public Task<bool> HasAsync(string service, string digest, CancellationToken cancellationToken) =>
        Task.FromResult(store.FindByDigest(ServiceSource.ImageRepositoryOf(service), digest) is not null);

    /// <inheritdoc/>
    public Task TagAsync(string service, string digest, string tag, CancellationToken cancellationToken) =>
        store.TagAsync(ServiceSource.ImageRepositoryOf(service), tag, digest, cancellationToken);
}
