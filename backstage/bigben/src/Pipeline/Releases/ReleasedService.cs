using BigBen.Git;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline.Releases;

/// <summary>A service of a release, and where it comes from.</summary>
/// <param name="Service">The service.</param>
/// <param name="Image">Its image, by digest.</param>
/// <param name="Digest">The digest, the same in every environment.</param>
/// <param name="SourceCommit">The commit it was built from.</param>
/// <param name="Since">When the environment that it is promoted from first had it recorded.</param>
internal sealed record ReleasedService(string Service, string Image, string Digest, string SourceCommit, DateTimeOffset Since)
{
    /// <summary>
    /// Every service of a commit, once it is known that its image is there, was given to the environment before, is proven, and can have
    /// the version as a tag.
    /// </summary>
    /// <param name="git">A repository with main's history.</param>
    /// <param name="images">Where images are.</param>
    /// <param name="proof">Requires more of each image; null where nothing more is asked.</param>
    /// <param name="version">The version.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="main">main, which has the environments' history.</param>
    /// <param name="before">The environment that it is promoted from.</param>
    /// <param name="isForced">Whether it does not matter that the environment before was rolled back from one.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">One of that does not hold; the sentence says which and what to do.</exception>
    public static async Task<IReadOnlyList<ReleasedService>> AllAsync(
        GitCli git,
        IServiceImages images,
        IReleaseProof? proof,
        string version,
        string commit,
        string main,
        DeliveryEnvironment before,
        bool isForced,
        CancellationToken cancellationToken)
    {
        var history = await RecordHistory.ReadAsync(git, main, before.Name, cancellationToken);
        var released = new List<ReleasedService>();
        foreach (var service in await ServiceCatalog.ListAsync(git, commit, cancellationToken))
        {
            var imageCommit = await Affected.ImageCommitAsync(git, commit, service, cancellationToken);
            var digest = await images.FindAsync(service.Name, imageCommit, cancellationToken)
                ?? throw new PlatformException(
                    $"{version} is refused: {service.Name} has no image of {imageCommit[..7]}; " +
                    "push that commit to main first, so that it is built and delivered.");
            var since = await DeliveredAtAsync(service, imageCommit, digest);
            if (proof is not null)
                await proof.RequireAsync(version, commit, before.Name, service, digest, cancellationToken);
            if (await images.DigestAsync(service.Name, version, cancellationToken) is { } other && other != digest)
                throw new PlatformException(
                    $"{version} is refused: {images.NameOf(service.Name)}:{version} is already another image ({other[..19]}); " +
                    "choose a newer version.");
            released.Add(new ReleasedService(
                service.Name,
                $"{images.NameOf(service.Name)}@{digest}",
                digest,
                imageCommit,
                await git.CommittedAtAsync(since, cancellationToken)));
        }

        return released.Count > 0
            ? released
            : throw new PlatformException(
                $"{version} is refused: there is no service at {commit[..7]}; a service is a folder under app with a deploy-config.");

        // The commit of main by which the environment was given that image; some record must have it with the released chart and values.
        async Task<string> DeliveredAtAsync(ServiceSource service, string imageCommit, string digest)
        {
            var tag = Affected.TagIn(before, imageCommit, version);
            var then = before.PromotesFrom is null
                ? "wait until it is delivered, then release."
                : $"it goes there first, with 'release {version} --to {before.Name}'.";
            var given = history.Of(service.Name).Where(past => past.Record.Tag == tag).ToList();
            if (given.Count == 0)
                throw new PlatformException(
                    $"{version} is refused: {before.Name} was never given {service.Name} {tag}; {then}");
            var same = given.Where(past => past.Record.Digest == digest).ToList();
            if (same.Count == 0)
                throw new PlatformException(
                    $"{version} is refused: {images.NameOf(service.Name)}:{tag} is {digest[..19]} now, but {before.Name} was given " +
                    $"{given[^1].Record.Digest[..19]}: somebody moved the tag, so build a new commit.");
            var wanted = await HealthKey.AtAsync(git, commit, before.Name, service, digest, cancellationToken);
            var delivered = new List<PastRecord>();
            foreach (var past in same)
            {
                if (await git.TryResolveAsync(past.Record.Revision, cancellationToken) is { } revision
                    && await HealthKey.AtAsync(git, revision, before.Name, service, digest, cancellationToken) == wanted)
                    delivered.Add(past);
            }

            if (delivered.Count == 0 && same.TrueForAll(past => history.IsUndone(service.Name, past.Record)))
                throw new PlatformException(
                    $"{version} is refused: {before.Name} was rolled back from {service.Name} {tag} and was never given it with the " +
                    $"chart and values of {commit[..7]}; change its sources, so that it is delivered again, then release.");
            if (delivered.Count == 0)
                throw new PlatformException(
                    $"{version} is refused: {before.Name} was never given {service.Name} {tag} with the chart and values of " +
                    $"{commit[..7]}; {(before.PromotesFrom is null ? "wait until they are delivered, then release." : then)}");
            if (!isForced && delivered.All(past => history.IsUndone(service.Name, past.Record)))
                throw new PlatformException(
                    $"{version} is refused: {before.Name} was rolled back from {service.Name} {tag} with the chart and values of " +
                    $"{commit[..7]}; deliver a commit that repairs it, or release it all the same with --force.");
            return same[0].Commit;
        }
    }
}
