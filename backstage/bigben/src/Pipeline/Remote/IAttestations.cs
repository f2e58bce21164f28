using BigBen.Foundation;
using BigBen.Images.Registry;

namespace BigBen.Pipeline.Remote;

/// <summary>Proof of where an image comes from.</summary>
public interface IAttestations
{
    /// <summary>Requires a signed statement that the pipeline built this very digest from main.</summary>
    /// <exception cref="PlatformException">There is none, or it says something else.</exception>
    Task RequireAsync(ImageRepository image, string digest, CancellationToken cancellationToken);
}

/// <summary>The attestations that <c>actions/attest</c> makes, verified by GitHub's command line <c>gh</c>.</summary>
/// <param name="repository">The repository on GitHub, <c>owner/name</c>.</param>
public sealed class GitHubAttestations(string repository) : IAttestations
{
    /// <summary>The workflow that builds images and signs what it built.</summary>
    public const string Builder = ".github/workflows/build-and-publish.yaml";

    /// <inheritdoc/>
    public async Task RequireAsync(ImageRepository image, string digest, CancellationToken cancellationToken)
    {
        var result = await new Command(
            "gh", "attestation", "verify", $"oci://{image}@{digest}", "--repo", repository, "--signer-workflow", $"{repository}/{Builder}",
            "--source-ref", "refs/heads/main", "--deny-self-hosted-runners").RunAsync(cancellationToken);
        if (!result.Succeeded)
            throw new PlatformException($"{image}@{digest} is not attested to come from {Builder} of {repository} on main: {result.LastLine}; let the pipeline build it.");
    }
}
