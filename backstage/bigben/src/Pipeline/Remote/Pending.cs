using BigBen.Forge;

namespace BigBen.Pipeline.Remote;

/// <summary>
/// Which services of a commit developer's record does not hold yet. The record is compared, not the push before: what a failed or
/// cancelled run left behind is delivered by the next one.
/// </summary>
/// <param name="git">The repository.</param>
public sealed class Pending(Git git)
{
    /// <summary>The services to deliver. One that was rolled back stays so until its inputs change again.</summary>
    /// <param name="commit">The commit that is delivered.</param>
    /// <param name="main">main as it is now, whose record counts.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<IReadOnlyList<AffectedService>> ListAsync(string commit, string main, CancellationToken cancellationToken)
    {
        var file = await EnvironmentFile.ReadAsync(git, main, EnvironmentFile.Developer, cancellationToken);
        var pending = new List<AffectedService>();
        foreach (var service in await ServiceCatalog.ListAsync(git, commit, cancellationToken))
        {
            var imageCommit = await Affected.ImageCommitAsync(git, commit, service, cancellationToken);
            if (await WhyAsync(file.Services.GetValueOrDefault(service.Name), service, imageCommit, main, cancellationToken) is { } why)
                pending.Add(new AffectedService(service, imageCommit, why));
        }

        return pending;
    }

    /// <summary>The services whose image commit differs between two commits: what a change touches, delivered or not.</summary>
    public async Task<IReadOnlyList<AffectedService>> SinceAsync(string @base, string commit, CancellationToken cancellationToken)
    {
        var changed = new List<AffectedService>();
        foreach (var service in await ServiceCatalog.ListAsync(git, commit, cancellationToken))
        {
            var imageCommit = await Affected.ImageCommitAsync(git, commit, service, cancellationToken);
            if (imageCommit != await git.LastCommitTouchingAsync(@base, service.Inputs, cancellationToken))
                changed.Add(new AffectedService(service, imageCommit, "its inputs changed"));
        }

        return changed;
    }

    private async Task<string?> WhyAsync(ServiceRecord? record, ServiceSource service, string imageCommit, string main, CancellationToken cancellationToken)
    {
        if (record is null)
            return "it was never delivered";
        var since = record.Revision == ServiceRecord.Main
            ? await git.TryResolveAsync(record.Tag, cancellationToken)
            : await RolledBackAtAsync(record, service.Name, main, cancellationToken);
        return since is null ? "its record names a commit that is not here"
            : await git.IsAncestorAsync(imageCommit, since, cancellationToken) ? null
            : "its inputs changed";
    }

    // The first of the last commits which all hold the record as it is.
    private async Task<string?> RolledBackAtAsync(ServiceRecord record, string service, string main, CancellationToken cancellationToken) =>
        (await new RecordHistory(git).AllAsync(main, EnvironmentFile.Developer, service, cancellationToken))
            .Reverse().TakeWhile(past => past.Record == record).LastOrDefault()?.Commit;
}
