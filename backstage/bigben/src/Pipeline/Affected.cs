using BigBen.Forge;
using BigBen.Foundation;

namespace BigBen.Pipeline;

/// <summary>A service that a push changes.</summary>
/// <param name="Service">The service.</param>
/// <param name="ImageCommit">The last commit that touched its inputs: what its image is built from.</param>
/// <param name="Why">In a few words: what changed, or what is missing.</param>
public sealed record AffectedService(ServiceSource Service, string ImageCommit, string Why)
{
    /// <summary>The tag of its image.</summary>
    public string Tag => Affected.TagOf(ImageCommit);
}

/// <summary>Which services a push changes. Only a changed image counts: charts and values follow the branch by themselves.</summary>
/// <param name="git">The repository.</param>
/// <param name="images">Where their images are.</param>
public sealed class Affected(Git git, IServiceImages images)
{
    /// <summary>The tag of an image: the first seven characters of its commit.</summary>
    public static string TagOf(string imageCommit) => imageCommit[..7];

    /// <summary>The last commit, seen from a revision, that touched the inputs of a service.</summary>
    /// <exception cref="PlatformException">None did.</exception>
    public static async Task<string> ImageCommitAsync(Git git, string revision, ServiceSource service, CancellationToken cancellationToken) =>
        await git.LastCommitTouchingAsync(revision, service.Inputs, cancellationToken)
        ?? throw new PlatformException($"No commit up to {revision} touches {service.Name}, so there is nothing to build it from.");

    /// <summary>
    /// The services whose image commit differs between two commits of main, and those which the developer record does not have or
    /// whose recorded image is not there. A service that was rolled back therefore stays so until its inputs change.
    /// </summary>
    /// <param name="old">The commit of main before.</param>
    /// <param name="new">The commit of main after; may be the same.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<IReadOnlyList<AffectedService>> BetweenAsync(string old, string @new, CancellationToken cancellationToken)
    {
        var file = await EnvironmentFile.ReadAsync(git, @new, EnvironmentFile.Developer, cancellationToken);
        var affected = new List<AffectedService>();
        foreach (var service in await ServiceCatalog.ListAsync(git, @new, cancellationToken))
        {
            var commit = await ImageCommitAsync(git, @new, service, cancellationToken);
            var before = old == @new ? commit : await git.LastCommitTouchingAsync(old, service.Inputs, cancellationToken);
            var record = file.Services.GetValueOrDefault(service.Name);
            var why = commit != before ? "its inputs changed"
                : record is null ? "it was never delivered"
                : !await images.HasAsync(service.Name, record.Digest, cancellationToken) ? "its image is not there"
                : null;
            if (why is not null)
                affected.Add(new AffectedService(service, commit, why));
        }

        return affected;
    }
}
