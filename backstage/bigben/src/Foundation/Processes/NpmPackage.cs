namespace BigBen.Foundation.Processes;

/// <summary>Fetches packages by the npm of the user, from the registry that it is set up for. Nothing of a package is run.</summary>
internal static class NpmPackage
{
    /// <summary>Fetches the archive of a package.</summary>
    /// <param name="npm">The npm to ask.</param>
    /// <param name="package">The package and its version: <c>name@1.2.3</c>.</param>
    /// <param name="folder">An empty folder, which gets it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The archive's path.</returns>
    /// <exception cref="PlatformException">There is no npm, or it cannot have the package.</exception>
    public static async Task<string> PackAsync(string npm, string package, string folder, CancellationToken cancellationToken)
    {
        await new Command(
            npm,
            "pack",
            package,
            "--silent",
            "--ignore-scripts",
            "--fetch-retries=1",
            "--fetch-timeout=30000",
            "--pack-destination",
            folder)
        {
            WorkingDirectory = folder,
        }.OutputAsync(cancellationToken);
        return Directory.EnumerateFiles(folder, "*.tgz").FirstOrDefault() ?? throw new PlatformException("npm left no archive");
    }
}
