using BigBen.Images;

namespace BigBen.Pipeline.Building;

/// <summary>Images of the local platform: a service's published build, in the image store.</summary>
/// <param name="build">Publishes.</param>
/// <param name="store">The store.</param>
public sealed class PublishedImages(DotnetBuild build, ImageStore store) : IImageBuilder
{
    /// <inheritdoc/>
    public async Task<string> BuildAsync(
        ServiceSource service, BuildStamp stamp, bool compiled, string log, CancellationToken cancellationToken)
    {
        var (directory, config) = await build.PublishAsync(service, stamp, compiled, log, cancellationToken);
        return (await store.AddAsync(service.ImageRepository, stamp.Version, directory, config, cancellationToken)).Digest;
    }
}
