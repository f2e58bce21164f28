using BigBen.Forge;
using BigBen.Foundation;

namespace BigBen.Pipeline;

/// <summary>What every release must pass, in the forge as on GitHub.</summary>
/// <param name="git">A repository with main's history.</param>
/// <param name="images">Where images are.</param>
internal sealed class ReleaseCheck(Git git, IServiceImages images)
{
    /// <summary>Reads the version of a release.</summary>
    /// <exception cref="PlatformException">It is none, or one that an image tag cannot hold.</exception>
    public static SemanticVersion Version(string text)
    {
        var version = SemanticVersion.TryParse(text)
            ?? throw new PlatformException($"'{text}' is no semantic version: write v, then three numbers, such as v1.2.0 or v1.2.0-rc.1.");
        return version.Build.Length == 0
            ? version
            : throw new PlatformException($"'{text}' has build metadata, which an image tag cannot hold: leave out '+{version.Build}'.");
    }

    /// <summary>Refuses a commit that is not on main.</summary>
    public static async Task RequireOnMainAsync(Git git, string commit, string head, string remote, CancellationToken cancellationToken)
    {
        if (!await git.IsAncestorAsync(commit, head, cancellationToken))
            throw new PlatformException($"{commit[..7]} is not on main: push it with 'git push {remote} HEAD:main' first, then release it.");
    }

    /// <summary>The production records of every service at a commit: the images of exactly that commit, under the version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="commit">The released commit.</param>
    /// <param name="requireDelivered">Refuses a service whose image, given by its digest, developer has not run.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="PlatformException">A service has no image, was not delivered, or the version's tag is another image.</exception>
    public async Task<IReadOnlyDictionary<string, ServiceRecord?>> RecordsAsync(
        string version, string commit, Func<ServiceSource, string, Task> requireDelivered, CancellationToken cancellationToken)
    {
        var records = new Dictionary<string, ServiceRecord?>();
        foreach (var service in await ServiceCatalog.ListAsync(git, commit, cancellationToken))
        {
            var imageCommit = await Affected.ImageCommitAsync(git, commit, service, cancellationToken);
            var digest = await images.FindAsync(service.Name, imageCommit, cancellationToken)
                ?? throw new PlatformException($"{version} is refused: {service.Name} has no image of {imageCommit[..7]}; push that commit to main first, so that it is built and runs in developer.");
            await requireDelivered(service, digest);
            if (await images.DigestAsync(service.Name, version, cancellationToken) is { } other && other != digest)
                throw new PlatformException($"{version} is refused: {service.ImageRepository}:{version} is already another image ({other[..19]}); choose a newer version.");
            records[service.Name] = new ServiceRecord(version, version, digest);
        }

        return records.Count > 0
            ? records
            : throw new PlatformException($"{version} is refused: there is no service at {commit[..7]}; a service is a folder under app with a deploy-config.");
    }

    /// <summary>Makes the commit on top of main that records a release, and no service that the release has not; no ref moves.</summary>
    /// <returns>The commit; main itself where that is recorded already.</returns>
    /// <exception cref="PlatformException">Production runs something newer.</exception>
    public static async Task<string> CommitAsync(
        Git git, string head, SemanticVersion version, IReadOnlyDictionary<string, ServiceRecord?> released, CancellationToken cancellationToken)
    {
        var file = await EnvironmentFile.ReadAsync(git, head, EnvironmentFile.Production, cancellationToken);
        var (commit, kept) = await Recorder.CommitAsync(
            git, head, EnvironmentFile.Production, file.WithoutOthersThan(released, released.Keys), $"Release {version} to production", backwards: false, cancellationToken);
        return kept.Count == 0
            ? commit
            : throw new PlatformException($"{version} is refused: production runs a newer version of {string.Join(" and ", kept)}; choose a newer version, or use rollback to go back.");
    }
}
