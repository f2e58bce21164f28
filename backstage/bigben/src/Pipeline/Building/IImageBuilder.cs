namespace BigBen.Pipeline.Building;

/// <summary>Makes the image of a service from the work folder that <see cref="DotnetBuild.CheckoutAsync"/> filled.</summary>
public interface IImageBuilder
{
    /// <summary>Builds the image, puts it where images are found, and gives it the stamp's version as tag.</summary>
    /// <param name="service">The service.</param>
    /// <param name="stamp">What is stamped into it.</param>
    /// <param name="compiled">Whether its tests just compiled it with the same stamp.</param>
    /// <param name="log">Takes everything that the tools print.</param>
    /// <param name="cancellationToken">Kills the tools.</param>
    /// <returns>The image's digest.</returns>
    /// <exception cref="PlatformException">It does not build.</exception>
    Task<string> BuildAsync(ServiceSource service, BuildStamp stamp, bool compiled, string log, CancellationToken cancellationToken);
}
