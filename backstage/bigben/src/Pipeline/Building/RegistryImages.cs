using BigBen.Images.Registry;

namespace BigBen.Pipeline.Building;

/// <summary>The images in a registry.</summary>
/// <param name="client">Asks the registry.</param>
/// <param name="registry">
/// Tells the registry and the owner in it, such as <c>ghcr.io/owner</c>; asked each time, for a local registry's port may change.
/// </param>
public sealed class RegistryImages(RegistryClient client, Func<string> registry) : IServiceImages
{
    /// <summary>The repository of a service's images.</summary>
    /// <exception cref="PlatformException">The registry is not a name of one.</exception>
    public ImageRepository RepositoryOf(string service) =>
        ImageRepository.Parse($"{registry()}/{ServiceSource.ImageRepositoryOf(service)}");

    /// <inheritdoc/>
    public string NameOf(string service) => $"{RepositoryOf(service)}";

    /// <inheritdoc/>
    /// <exception cref="PlatformException">The tag is there, but of another commit.</exception>
    public async Task<string?> FindAsync(string service, string imageCommit, CancellationToken cancellationToken)
    {
        var tag = Affected.TagOf(imageCommit);
        var repository = RepositoryOf(service);
        if (await client.FindAsync(repository, tag, cancellationToken) is not { } manifest)
            return null;
        await RequireRevisionAsync(repository, manifest, imageCommit, $":{tag}", cancellationToken);
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

    /// <summary>
    /// Gives an image that was pushed without a tag the tag of the commit it was built from. Where another build of that commit has it
    /// already, as after a run that was cut and repeated, that one stays: a tag never moves, and one build is as good as the other.
    /// </summary>
    /// <returns>The digest that the tag stands for now.</returns>
    /// <exception cref="PlatformException">
    /// There is no such image, it says that it is of another commit, or the tag stands for an image of another commit.
    /// </exception>
    public async Task<string> PublishAsync(string service, string digest, string imageCommit, CancellationToken cancellationToken)
    {
        var repository = RepositoryOf(service);
        var manifest = await client.FindAsync(repository, digest, cancellationToken)
            ?? throw new PlatformException(
                $"There is no image {repository}@{digest} to publish, or this account may not see it: push it by digest first.");
        await RequireRevisionAsync(repository, manifest, imageCommit, $"@{digest}", cancellationToken);
        if (await FindAsync(service, imageCommit, cancellationToken) is { } published)
            return published;
        await client.TagAsync(repository, digest, Affected.TagOf(imageCommit), cancellationToken);
        return digest;
    }

    private async Task RequireRevisionAsync(
        ImageRepository repository, RegistryManifest manifest, string imageCommit, string what, CancellationToken cancellationToken)
    {
        var revision = await client.RevisionAsync(repository, manifest, cancellationToken);
        if (revision != imageCommit)
            throw new PlatformException($"{repository}{what} says that it was built from {revision} where {imageCommit} was expected: "
                + "it is not what the pipeline built; delete it and run the build again.");
    }
}
