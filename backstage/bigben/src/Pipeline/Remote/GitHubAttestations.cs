using BigBen.Foundation;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Releases;

namespace BigBen.Pipeline.Remote;

/// <summary>
/// The attestations that <c>actions/attest</c> makes, verified by GitHub's command line <c>gh</c>: the pipeline built this very digest
/// from main, or from the branch of the version's hotfix.
/// </summary>
/// <param name="repository">The repository on GitHub, <c>owner/name</c>.</param>
/// <param name="main">What main is called there.</param>
/// <param name="images">Where the images are.</param>
internal sealed class GitHubAttestations(string repository, string main, IServiceImages images) : IReleaseProof
{
    /// <summary>The workflow that builds images and signs what it built.</summary>
    public const string Builder = ".github/workflows/image.yaml";

    /// <inheritdoc/>
    public async Task RequireAsync(
        string version, string commit, string before, ServiceSource service, string digest, CancellationToken cancellationToken)
    {
        var image = $"{images.NameOf(service.Name)}@{digest}";
        var verified = await VerifyAsync(image, $"refs/heads/{main}", cancellationToken);
        if (verified.Succeeded)
            return;
        var hotfix = SemanticVersion.TryParse(version) is { } parsed ? Hotfix.BranchOf(parsed) : null;
        if (hotfix is not null && (await VerifyAsync(image, hotfix, cancellationToken)).Succeeded)
            return;
        throw new PlatformException(
            $"{version} is refused: {image} is not attested to come from {Builder} of {repository} on {main}: {verified.LastLine}; " +
            "let the pipeline build it.");
    }

    private Task<CommandResult> VerifyAsync(string image, string branch, CancellationToken cancellationToken) =>
        new Command(
            "gh", "attestation", "verify", $"oci://{image}", "--repo", repository, "--signer-workflow", $"{repository}/{Builder}",
            "--source-ref", branch, "--deny-self-hosted-runners").RunAsync(cancellationToken);
}
