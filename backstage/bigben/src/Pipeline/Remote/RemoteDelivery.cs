using BigBen.Foundation;
using BigBen.Pipeline.Building;

namespace BigBen.Pipeline.Remote;

/// <summary>Records in developer what was built elsewhere from a commit that is on main already.</summary>
/// <param name="rollout">Writes main.</param>
/// <param name="images">Where the images are.</param>
internal sealed class RemoteDelivery(Rollout rollout, IServiceImages images)
{
    /// <summary>Records the services that a commit changes, in one commit of main.</summary>
    /// <param name="run">Tells the steps.</param>
    /// <param name="revision">The commit that was built; it must be on main.</param>
    /// <param name="cancellationToken">Stops the work; main then either has the commit or it has not.</param>
    /// <exception cref="PlatformException">The commit is not on main, an image is missing, or main cannot be written.</exception>
    public Task<DeliveryPlan> RecordAsync(Run run, string revision, CancellationToken cancellationToken)
    {
        var git = rollout.Branch.Git;
        return rollout.RunAsync(run, "affected", async main =>
        {
            var commit = await git.ResolveAsync(revision, cancellationToken);
            if (!await git.IsAncestorAsync(commit, main, cancellationToken))
                throw new PlatformException($"{commit[..7]} is not on main, and developer runs what is on main alone: merge it first.");
            var services = await new Affected(git, images).ListAsync(commit, main, cancellationToken);
            return await DeliveryPlan.MakeAsync(git, images, main, commit, services, cancellationToken);
        }, cancellationToken);
    }
}
