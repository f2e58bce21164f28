using BigBen.Foundation;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Releases;

namespace BigBen.Pipeline.Remote;

/// <summary>
/// The attestations that <c>actions/attest</c> makes, verified by GitHub's command line <c>gh</c>: the pipeline built this very digest
/// from main.
/// </summary>
/// <param name="repository">The repository on GitHub, <c>owner/name</c>.</param>
/// <param name="images">Where the images are.</param>
internal sealed class GitHubAttestations(string repository, IServiceImages images) : IReleaseProof
{
    /// <summary>The workflow that builds images and signs what it built.</summary>
    public const string Builder = ".github/workflows/build-and-publish.yaml";

    /// <inheritdoc/>
    public async Task RequireAsync(string version, string commit, ServiceSource service, string digest, CancellationToken cancellationToken)
    {
        var image = $"{images.NameOf(service.Name)}@{digest}";
        var result = await new Command(
            "gh", "attestation", "verify", $"oci://{image}", "--repo", repository, "--signer-workflow", $"{repository}/{Builder}",
            "--source-ref", "refs/heads/main", "--deny-self-hosted-runners").RunAsync(cancellationToken);
        if (!result.Succeeded)
            throw new PlatformException(
                $"{version} is refused: {image} is not attested to come from {Builder} of {repository} on main: {result.LastLine}; " +
                "let the pipeline build it.");
    }
}
