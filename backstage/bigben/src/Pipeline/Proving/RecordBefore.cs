using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;

namespace BigBen.Pipeline.Proving;

/// <summary>What a service ran before what it runs: image, chart and values, all of which are still there.</summary>
/// <param name="From">What is recorded.</param>
/// <param name="To">What was recorded before.</param>
/// <param name="Revision">The commit that the revision of <paramref name="To"/> leads to.</param>
internal sealed record RecordBefore(ServiceRecord From, ServiceRecord To, string Revision)
{
    /// <summary>From what to what.</summary>
    public string Words => $"from {From.NameBeside(To)} to {To.NameBeside(From)}";

    /// <summary>Looks for it.</summary>
    /// <param name="branch">main.</param>
    /// <param name="images">Where images are.</param>
    /// <param name="head">The tip of main.</param>
    /// <param name="service">A service that is recorded there.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="isForced">Whether it is gone back to also over a migration that has no way back.</param>
    /// <exception cref="PlatformException">
    /// There is none, its image or revision is gone or another one now, or a migration has no way back.
    /// </exception>
    public static async Task<RecordBefore> FindAsync(
        IMainBranch branch,
        IServiceImages images,
        string head,
        string service,
        string environment,
        CancellationToken cancellationToken,
        bool isForced = false)
    {
        var history = await RecordHistory.ReadAsync(branch.Git, head, environment, cancellationToken);
        var stack = history.Stack(service);
        if (stack.Count < 2)
            throw new PlatformException(
                $"{service} in {environment} has nothing to go back to: " +
                $"{stack[^1].Record.Tag} is the first that {EnvironmentFile.PathOf(environment)} records.");
        var (from, to) = (stack[^1].Record, stack[^2].Record);
        if (!await images.HasAsync(service, to.Digest, cancellationToken))
            throw new PlatformException(
                $"{service} in {environment} cannot go back to {to.NameBeside(from)}: its image {to.Digest[..19]} is no longer there.");
        var version = to.Revision.StartsWith(RefNames.Tags, StringComparison.Ordinal) ? to.Revision[RefNames.Tags.Length..] : null;
        var revision = version is null
            ? await branch.Git.TryResolveAsync(to.Revision, cancellationToken)
            : await branch.TagAsync(version, cancellationToken);
        if (revision is null)
            throw new PlatformException(
                $"{service} in {environment} cannot go back to {to.NameBeside(from)}: '{branch.Remote}' no longer has {to.Revision}.");
        if (version is not null)
            await ReleaseTags.RequireUnmovedAsync(branch, history, version, revision, cancellationToken);
        if (!isForced)
            await WayBack.RequireAsync(branch.Git, service, environment, from.Revision, revision, cancellationToken);
        return new RecordBefore(from, to, revision);
    }
}
