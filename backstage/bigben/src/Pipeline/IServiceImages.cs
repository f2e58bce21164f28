using BigBen.Foundation;
using BigBen.Images;
using BigBen.Images.Registry;

namespace BigBen.Pipeline;

/// <summary>Where the images of services are: the local store, or a registry.</summary>
public interface IServiceImages
{
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

/// <summary>The images of this machine's platform: in its store, or in its cluster's registry.</summary>
/// <param name="store">Where they are.</param>
public sealed class StoreImages(IImages store) : IServiceImages
{
    /// <inheritdoc/>
    public Task<string?> FindAsync(string service, string imageCommit, CancellationToken cancellationToken) =>
        Task.FromResult(Find(store, service, imageCommit)?.Digest);

    /// <inheritdoc/>
    public Task<string?> DigestAsync(string service, string tag, CancellationToken cancellationToken) =>
        Task.FromResult(store.FindByTag(ServiceSource.ImageRepositoryOf(service), tag)?.Digest);

    /// <inheritdoc/>
    public Task<bool> HasAsync(string service, string digest, CancellationToken cancellationToken) =>
        Task.FromResult(store.FindByDigest(ServiceSource.ImageRepositoryOf(service), digest) is not null);

    /// <inheritdoc/>
    public Task TagAsync(string service, string digest, string tag, CancellationToken cancellationToken)
    {
        store.Tag(ServiceSource.ImageRepositoryOf(service), tag, digest);
        return Task.CompletedTask;
    }

    internal static Image? Find(IImages store, string service, string imageCommit) =>
        store.FindByTag(ServiceSource.ImageRepositoryOf(service), Affected.TagOf(imageCommit)) is { } image && image.Config.Revision == imageCommit ? image : null;
}

/// <summary>The images in a registry.</summary>
/// <param name="client">Asks the registry.</param>
/// <param name="registry">The registry and the owner in it, such as <c>ghcr.io/owner</c>.</param>
public sealed class RegistryImages(RegistryClient client, string registry) : IServiceImages
{
    /// <summary>The repository of a service's images.</summary>
    /// <exception cref="PlatformException">The registry is no name of one.</exception>
    public ImageRepository RepositoryOf(string service) => ImageRepository.Parse($"{registry}/{ServiceSource.ImageRepositoryOf(service)}");

    /// <inheritdoc/>
    /// <exception cref="PlatformException">The tag is there, but of another commit.</exception>
    public async Task<string?> FindAsync(string service, string imageCommit, CancellationToken cancellationToken)
    {
        var tag = Affected.TagOf(imageCommit);
        if (await client.FindAsync(RepositoryOf(service), tag, cancellationToken) is not { } manifest)
            return null;
        await RequireRevisionAsync(service, manifest, imageCommit, $":{tag}", cancellationToken);
        return manifest.Digest;
    }

    /// <inheritdoc/>
    public async Task<string?> DigestAsync(string service, string tag, CancellationToken cancellationToken) =>
        (await client.FindAsync(RepositoryOf(service), tag, cancellationToken))?.Digest;

    /// <inheritdoc/>
    public async Task<bool> HasAsync(string service, string digest, CancellationToken cancellationToken) =>
        await client.FindAsync(RepositoryOf(service), digest, cancellationToken) is not null;

    /// <inheritdoc/>
    public Task TagAsync(string service, string digest, string tag, CancellationToken cancellationToken) =>
        client.TagAsync(RepositoryOf(service), digest, tag, cancellationToken);

    /// <summary>Gives an image that was pushed without a tag the tag of the commit it was built from.</summary>
    /// <returns>False where it had that tag already.</returns>
    /// <exception cref="PlatformException">There is no such image, it says that it is of another commit, or the tag stands for another image.</exception>
    public async Task<bool> PublishAsync(string service, string digest, string imageCommit, CancellationToken cancellationToken)
    {
        var repository = RepositoryOf(service);
        var manifest = await client.FindAsync(repository, digest, cancellationToken)
            ?? throw new PlatformException($"There is no image {repository}@{digest} to publish: push it by digest first.");
        await RequireRevisionAsync(service, manifest, imageCommit, $"@{digest}", cancellationToken);
        return await client.TagAsync(repository, digest, Affected.TagOf(imageCommit), cancellationToken);
    }

    private async Task RequireRevisionAsync(string service, RegistryManifest manifest, string imageCommit, string what, CancellationToken cancellationToken)
    {
        var revision = await client.RevisionAsync(RepositoryOf(service), manifest, cancellationToken);
        if (revision != imageCommit)
            throw new PlatformException($"{RepositoryOf(service)}{what} says that it was built from {revision} where {imageCommit} was expected: it is not what the pipeline built; delete it and run the build again.");
    }
}
