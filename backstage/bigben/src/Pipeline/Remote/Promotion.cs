using BigBen.Foundation;

namespace BigBen.Pipeline.Remote;

/// <summary>A service that was promoted, and where it comes from.</summary>
/// <param name="Service">The service.</param>
/// <param name="Image">Its image, by digest.</param>
/// <param name="Digest">The digest, the same in both environments.</param>
/// <param name="SourceCommit">The commit it was built from.</param>
/// <param name="DeveloperSince">When developer's record first held it.</param>
public sealed record PromotedService(string Service, string Image, string Digest, string SourceCommit, DateTimeOffset DeveloperSince);

/// <summary>What a promotion did.</summary>
/// <param name="Version">The version.</param>
/// <param name="Revision">The commit that was released.</param>
/// <param name="Commit">The commit of main that records it; null for a pre-release, which production does not run.</param>
/// <param name="Changed">Whether main moved.</param>
/// <param name="Services">Every service of the release.</param>
public sealed record PromotionResult(string Version, string Revision, string? Commit, bool Changed, IReadOnlyList<PromotedService> Services);

/// <summary>
/// Promotes a tag of main to production: the image that developer's record held gets the version as a second tag, and production's
/// record names it. Everything is checked before anything is written.
/// </summary>
/// <param name="branch">main.</param>
/// <param name="remote">The remote that main is on.</param>
/// <param name="images">The registry.</param>
/// <param name="attestations">Proves where an image comes from; null where nothing signs, as in a registry of one's own.</param>
public sealed class Promotion(RemoteBranch branch, string remote, RegistryImages images, IAttestations? attestations)
{
    /// <summary>Promotes a version.</summary>
    /// <param name="text">The version, which is the name of a git tag.</param>
    /// <param name="prerelease">Whether production is to stay as it is; a version with a part after a dash implies it.</param>
    /// <param name="cancellationToken">Stops the work; run it again to finish it.</param>
    /// <exception cref="PlatformException">The release is refused, or main or the registry cannot be written.</exception>
    public async Task<PromotionResult> PromoteAsync(string text, bool prerelease, CancellationToken cancellationToken)
    {
        var version = ReleaseCheck.Version(text);
        var toProduction = !prerelease && version.Prerelease.Length == 0;
        var main = await branch.HeadAsync(cancellationToken);
        var commit = await branch.TagAsync(text, cancellationToken);
        await ReleaseCheck.RequireOnMainAsync(branch.Git, commit, main, remote, cancellationToken);
        var services = new List<PromotedService>();
        var records = await new ReleaseCheck(branch.Git, images).RecordsAsync(
            text, commit, async (service, digest) => services.Add(await DeliveredAsync(text, service, digest, commit, main, cancellationToken)), cancellationToken);
        if (toProduction)
            await ReleaseCheck.CommitAsync(branch.Git, main, version, records, cancellationToken);
        foreach (var service in services)
            await images.TagAsync(service.Service, service.Digest, text, cancellationToken);
        if (!toProduction)
            return new PromotionResult(text, commit, null, false, services);
        var (recorded, changed) = await new Recorder(branch).AdvanceAsync(
            EnvironmentFile.Production, head => ReleaseCheck.CommitAsync(branch.Git, head, version, records, cancellationToken), cancellationToken);
        return new PromotionResult(text, commit, recorded, changed, services);
    }

    private async Task<PromotedService> DeliveredAsync(
        string version, ServiceSource service, string digest, string commit, string main, CancellationToken cancellationToken)
    {
        var imageCommit = await Affected.ImageCommitAsync(branch.Git, commit, service, cancellationToken);
        var history = await new RecordHistory(branch.Git).AllAsync(main, EnvironmentFile.Developer, service.Name, cancellationToken);
        var tag = Affected.TagOf(imageCommit);
        var delivered = history.FirstOrDefault(past => past.Record.Tag == tag)
            ?? throw new PlatformException($"{version} is refused: developer never ran {service.Name} {tag}; wait until it is delivered, then release.");
        var repository = images.RepositoryOf(service.Name);
        if (delivered.Record.Digest != digest)
            throw new PlatformException($"{version} is refused: {repository}:{tag} is {digest[..19]} now, but developer was given {delivered.Record.Digest[..19]}: somebody moved the tag, so build a new commit.");
        if (attestations is not null)
            await attestations.RequireAsync(repository, digest, cancellationToken);
        return new PromotedService(
            service.Name, $"{repository}@{digest}", digest, imageCommit, await branch.Git.CommittedAtAsync(delivered.Commit, cancellationToken));
    }
}
