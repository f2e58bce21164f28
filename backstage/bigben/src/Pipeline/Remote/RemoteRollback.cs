using BigBen.Foundation;

namespace BigBen.Pipeline.Remote;

/// <summary>Rolls a service back where somebody else, such as Argo CD, makes what runs equal to main: by the commit alone.</summary>
/// <param name="branch">main.</param>
/// <param name="images">Where the images are.</param>
public sealed class RemoteRollback(IMainBranch branch, IServiceImages images)
{
    /// <summary>Rolls a service back by one step.</summary>
    /// <exception cref="PlatformException">There is nothing to go back to, or main cannot be written.</exception>
    public async Task<RollbackResult> RollBackAsync(string service, string environment, CancellationToken cancellationToken)
    {
        RollbackPlan? plan = null;
        var (commit, _) = await new Recorder(branch).AdvanceAsync(environment, async head =>
        {
            var fresh = await RollbackPlan.MakeAsync(branch.Git, images, head, service, environment, cancellationToken);
            // Somebody who rolled the same service back in between has done it: two rollbacks at once are not two steps.
            if (plan is not null && fresh.From != plan.From)
                throw new PlatformException($"{service} in {environment} became {fresh.From.Tag} while it was being rolled back from {plan.From.Tag}; nothing was recorded: look at it, then roll back again if you still want to.");
            plan = fresh;
            return await plan.CommitAsync(branch.Git, head, cancellationToken);
        }, cancellationToken);
        return new RollbackResult(plan!.From, plan.To, commit);
    }
}
