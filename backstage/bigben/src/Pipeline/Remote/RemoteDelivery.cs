using BigBen.Git;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;

namespace BigBen.Pipeline.Remote;

/// <summary>Records in the first environment what was built elsewhere of a commit on main, or on a hotfix's branch.</summary>
/// <param name="rollout">Writes main.</param>
/// <param name="images">Where the images are.</param>
internal sealed class RemoteDelivery(Rollout rollout, IServiceImages images)
{
    /// <summary>Records the services that a commit changes, in one commit of main.</summary>
    /// <param name="run">Tells the steps.</param>
    /// <param name="revision">The commit that was built.</param>
    /// <param name="onto">The full name of the branch that it was pushed to: main, or a hotfix's.</param>
    /// <param name="cancellationToken">Stops the work; main then either has the commit or it has not.</param>
    /// <exception cref="PlatformException">The commit is not on that branch, an image is missing, or main cannot be written.</exception>
    public Task<DeliveryPlan> RecordAsync(
        Run run, string revision, CancellationToken cancellationToken, string onto = ForgeRepository.MainRef)
    {
        var git = rollout.Branch.Git;
        return rollout.RunAsync(run, "affected", async main =>
        {
            var commit = await git.ResolveAsync(revision, cancellationToken);
            var tip = onto == ForgeRepository.MainRef ? main : await rollout.Branch.BranchAsync(onto, cancellationToken);
            var environments = await EnvironmentList.ReadAsync(git, main, cancellationToken);
            if (tip is null || !await git.IsAncestorAsync(commit, tip, cancellationToken))
                throw new PlatformException(
                    $"{commit[..7]} is not on {(tip == main ? "main" : onto)}, and {environments.First} runs what is there alone: " +
                    "merge it first.");
            if (tip != main)
                await Hotfix.RequireAsync(rollout.Branch, onto, commit, main, cancellationToken);
            await ServiceLayout.RequireAsync(git, commit, cancellationToken);
            var services = await new Affected(git, images).ListAsync(commit, main, cancellationToken);
            return await DeliveryPlan.MakeAsync(git, images, main, commit, services, cancellationToken);
        }, cancellationToken);
    }
}
