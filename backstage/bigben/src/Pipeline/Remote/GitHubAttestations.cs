using BigBen.Pipeline.Building;
using BigBen.Pipeline.Releases;

namespace BigBen.Pipeline.Remote;

/// <summary>
/// The attestations that <c>actions/attest</c> makes, verified by GitHub's command line <c>gh</c>: the pipeline built this very digest
/// from main, or from the branch of a hotfix that was released since, or is released now.
/// </summary>
/// <param name="repository">The repository on GitHub, <c>owner/name</c>.</param>
/// <param name="main">main there, and a clone with the tags of its releases.</param>
/// <param name="images">Where the images are.</param>
internal sealed class GitHubAttestations(string repository, RemoteBranch main, IServiceImages images) : IReleaseProof
{
    /// <summary>The workflow that builds images and signs what it built.</summary>
    public const string Builder = ".github/workflows/image.yaml";

    /// <inheritdoc/>
    public async Task RequireAsync(
        string version, string commit, string before, ServiceSource service, string digest, CancellationToken cancellationToken)
    {
        var image = $"{images.NameOf(service.Name)}@{digest}";
        var verified = await VerifyAsync(image, $"refs/heads/{main.Name}", cancellationToken);
        if (verified.Succeeded)
            return;
        foreach (var hotfix in await HotfixesAsync(version, commit, service, cancellationToken))
        {
            if ((await VerifyAsync(image, hotfix, cancellationToken)).Succeeded)
                return;
        }

        throw new PlatformException(
            $"{version} is refused: {image} is not attested to come from {Builder} of {repository} on {main.Name}: {verified.LastLine}; " +
            "let the pipeline build it.");
    }

    // An image that a hotfix built stays the same where the hotfix is merged into main. The first release that has its commit is that one.
    private async Task<IReadOnlyList<string>> HotfixesAsync(
        string version, string commit, ServiceSource service, CancellationToken cancellationToken)
    {
        if (SemanticVersion.TryParse(version) is not { } released)
            return [];
        var built = await Affected.ImageCommitAsync(main.Git, commit, service, cancellationToken);
        var tags = await main.Git.TagsAsync("v*", cancellationToken);
        var before = tags
            .Select(tag => (Version: SemanticVersion.TryParse(tag.Key), Commit: tag.Value))
            .Where(tag => tag.Version is not null && tag.Version < released)
            .OrderBy(tag => tag.Version);
        foreach (var tag in before)
        {
            if (await main.Git.IsAncestorAsync(built, tag.Commit, cancellationToken))
                return [Hotfix.BranchOf(released), Hotfix.BranchOf(tag.Version!)];
        }

        return [Hotfix.BranchOf(released)];
    }

    private Task<CommandResult> VerifyAsync(string image, string branch, CancellationToken cancellationToken) =>
        new Command(
            "gh", "attestation", "verify", $"oci://{image}", "--repo", repository, "--signer-workflow", $"{repository}/{Builder}",
            "--source-ref", branch, "--deny-self-hosted-runners").RunAsync(cancellationToken);
}
