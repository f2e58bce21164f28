using BigBen.Git;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline;

/// <summary>A service whose record a commit changes.</summary>
/// <param name="Service">The service.</param>
/// <param name="ImageCommit">The last commit that touched its inputs: what its image is built from.</param>
/// <param name="Kept">What is recorded, where its image stays and only chart or values are new; null where its image is another.</param>
/// <param name="Why">In a few words: what changed, or what is missing.</param>
internal sealed record AffectedService(ServiceSource Service, string ImageCommit, ServiceRecord? Kept, string Why)
{
    /// <summary>The tag of its image.</summary>
    public string Tag => Kept?.Tag ?? Affected.TagOf(ImageCommit);
}

/// <summary>
/// Which services a commit changes. The record of the first environment is compared, not the push before: what a failed or cancelled run
/// left behind is delivered by the next one. Image, chart and values count, each by its content; nothing else does.
/// </summary>
/// <param name="git">The repository.</param>
/// <param name="images">Where images are; null where a recorded image is taken to be there.</param>
internal sealed class Affected(GitCli git, IServiceImages? images)
{
    private const string NewInputs = "its inputs changed";
    private const string NewConfiguration = "its chart or values changed";

    /// <summary>The tag of an image: the first seven characters of its commit.</summary>
    public static string TagOf(string imageCommit) => imageCommit[..7];

    /// <summary>
    /// The tag that an image has in an environment: the commit's in the first one, which takes what main builds, a version's in the others.
    /// </summary>
    public static string TagIn(DeliveryEnvironment environment, string imageCommit, string version) =>
        environment.PromotesFrom is null ? TagOf(imageCommit) : version;

    /// <summary>The tag of a service's image at a revision.</summary>
    /// <exception cref="PlatformException">No commit touched its inputs.</exception>
    public static async Task<string> ImageTagAsync(
        GitCli git, string revision, ServiceSource service, CancellationToken cancellationToken) =>
        TagOf(await ImageCommitAsync(git, revision, service, cancellationToken));

    /// <summary>The last commit, seen from a revision, that touched the inputs of a service.</summary>
    /// <exception cref="PlatformException">None did.</exception>
    public static async Task<string> ImageCommitAsync(
        GitCli git, string revision, ServiceSource service, CancellationToken cancellationToken) =>
        await git.LastCommitTouchingAsync(revision, service.Inputs, cancellationToken)
        ?? throw new PlatformException($"No commit up to {revision} touches {service.Name}, so there is nothing to build it from.");

    /// <summary>
    /// The services whose record is not what a commit says, never one that stands for a newer commit. A service that was rolled back stays
    /// so until something of it changes.
    /// </summary>
    /// <param name="commit">The commit that is delivered.</param>
    /// <param name="main">main as it is now, whose record counts; it may be the same.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="isPushed">
    /// Whether somebody pushes it at this moment: then it is delivered again also where something else was delivered since, which a
    /// workflow that is run again must not do.
    /// </param>
    public async Task<IReadOnlyList<AffectedService>> ListAsync(
        string commit, string main, CancellationToken cancellationToken, bool isPushed = false)
    {
        var environment = (await EnvironmentList.ReadAsync(git, main, cancellationToken)).First;
        var file = await EnvironmentFile.ReadAsync(git, main, environment, cancellationToken);
        var history = await RecordHistory.ReadAsync(git, main, environment, cancellationToken);
        var deliveries = history.Deliveries.Where(delivered => !isPushed || delivered != commit).ToList();
        var isOld = await git.IsWithinAsync(commit, deliveries, cancellationToken);
        var affected = new List<AffectedService>();
        foreach (var service in await ServiceCatalog.ListAsync(git, commit, cancellationToken))
        {
            var imageCommit = await ImageCommitAsync(git, commit, service, cancellationToken);
            var record = file.Services.GetValueOrDefault(service.Name);
            var since = history.StandsFor(service.Name) is { } revision ? await git.TryResolveAsync(revision, cancellationToken) : null;
            if (since is not null && since != commit && isOld)
                continue;
            var why = record is null ? "it was never delivered"
                : since is null ? "its record names a commit that is not here"
                : await HasNewInputsAsync(service, imageCommit, since, cancellationToken) ? NewInputs
                : images is not null && !await images.HasAsync(service.Name, record.Digest, cancellationToken) ? "its image is not there"
                : null;
            if (why is not null)
                affected.Add(new AffectedService(service, imageCommit, null, why));
            else if (record!.FollowsMain)
                affected.Add(new AffectedService(service, imageCommit, record, "its record names no commit yet"));
            else if (await HasNewConfigurationAsync(service, environment, commit, since!, cancellationToken))
                affected.Add(new AffectedService(service, imageCommit, record, NewConfiguration));
        }

        return affected;
    }

    /// <summary>The services whose image differs between two commits: what a change builds, delivered or not.</summary>
    public async Task<IReadOnlyList<AffectedService>> BuiltSinceAsync(string @base, string commit, CancellationToken cancellationToken)
    {
        var changed = new List<AffectedService>();
        foreach (var service in await ServiceCatalog.ListAsync(git, commit, cancellationToken))
        {
            var imageCommit = await ImageCommitAsync(git, commit, service, cancellationToken);
            if (await HasNewInputsAsync(service, imageCommit, @base, cancellationToken))
                changed.Add(new AffectedService(service, imageCommit, null, NewInputs));
        }

        return changed;
    }

    private async Task<bool> HasNewInputsAsync(
        ServiceSource service, string imageCommit, string since, CancellationToken cancellationToken) =>
        imageCommit != await git.LastCommitTouchingAsync(since, service.Inputs, cancellationToken);

    private async Task<bool> HasNewConfigurationAsync(
        ServiceSource service, string environment, string commit, string since, CancellationToken cancellationToken)
    {
        foreach (var path in service.Configuration(environment))
        {
            if (await git.ObjectHashAsync(commit, path, cancellationToken) != await git.ObjectHashAsync(since, path, cancellationToken))
                return true;
        }

        return false;
    }
}
