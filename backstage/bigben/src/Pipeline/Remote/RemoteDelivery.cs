using BigBen.Foundation;

namespace BigBen.Pipeline.Remote;

/// <summary>Records in developer what was built elsewhere: every service that is pending, in one commit of main.</summary>
/// <param name="branch">main.</param>
/// <param name="images">Where the images are.</param>
public sealed class RemoteDelivery(IMainBranch branch, IServiceImages images)
{
    /// <summary>Records the pending services of a commit.</summary>
    /// <param name="revision">The commit that was built; it must be on main.</param>
    /// <param name="cancellationToken">Stops the work; main then either has the commit or it has not.</param>
    /// <returns>What was recorded, by service.</returns>
    /// <exception cref="PlatformException">The commit is not on main, an image is missing, or main cannot be written.</exception>
    public async Task<(RecordResult Result, IReadOnlyDictionary<string, ServiceRecord?> Records)> RecordAsync(string revision, CancellationToken cancellationToken)
    {
        var main = await branch.HeadAsync(cancellationToken);
        var commit = await branch.Git.ResolveAsync(revision, cancellationToken);
        if (!await branch.Git.IsAncestorAsync(commit, main, cancellationToken))
            throw new PlatformException($"{commit[..7]} is not on main, and developer runs what is on main alone: merge it first.");
        var pending = await new Pending(branch.Git).ListAsync(commit, main, cancellationToken);
        var (records, message) = await DeliveryRecords.MakeAsync(branch.Git, main, pending, images, cancellationToken);
        return records.Count == 0
            ? (new RecordResult(main, false, []), records)
            : (await new Recorder(branch).RecordAsync(EnvironmentFile.Developer, records, message, cancellationToken), records);
    }
}
