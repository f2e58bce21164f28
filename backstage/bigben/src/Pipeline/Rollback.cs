using BigBen.Forge;
using BigBen.Foundation;

namespace BigBen.Pipeline;

/// <summary>What a rollback did.</summary>
/// <param name="From">What ran.</param>
/// <param name="To">What runs again.</param>
/// <param name="Commit">The commit of main that records it.</param>
public sealed record RollbackResult(ServiceRecord From, ServiceRecord To, string Commit);

/// <summary>
/// Restores the previous record of one service in one environment, by a commit: image, chart and values together.
/// </summary>
/// <remarks>
/// In production the earlier record names the earlier version, and with it its chart and values. In developer records follow main, so
/// the restored one is pinned to the commit that first recorded it: the chart and values it was delivered and proven with. The next
/// change of the service's inputs follows main again.
/// </remarks>
/// <param name="forge">The forge.</param>
/// <param name="images">Where images are kept.</param>
/// <param name="environments">What runs.</param>
/// <param name="turns">One delivery at a time.</param>
public sealed class Rollback(ForgeRepository forge, IServiceImages images, IEnvironments environments, DeliveryTurns turns)
{
    private readonly Git git = forge.Git;

    /// <summary>Rolls a service back by one step.</summary>
    /// <param name="run">Tells the steps.</param>
    /// <param name="service">The service.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="cancellationToken">Stops the rollback where it is.</param>
    /// <exception cref="PlatformException">There is nothing to go back to, or a step failed.</exception>
    public async Task<RollbackResult> RollBackAsync(Run run, string service, string environment, CancellationToken cancellationToken)
    {
        using var turn = await turns.EnterAsync(run, cancellationToken);
        var head = await forge.HeadAsync(cancellationToken);
        var plan = await run.StepAsync($"check {service} in {environment}", async step =>
        {
            var checkedPlan = await RollbackPlan.MakeAsync(git, images, head, service, environment, cancellationToken);
            step.Detail = $"{checkedPlan.From.Tag} to {checkedPlan.To.Tag}";
            return checkedPlan;
        });
        var commit = await plan.CommitAsync(git, head, cancellationToken);
        await run.StepAsync("render", _ => environments.RenderAsync(
            new Candidate(commit, new Dictionary<string, string> { [ServiceRecord.Main] = commit }), cancellationToken));
        await run.StepAsync("record", async step =>
        {
            if (!await git.TryAdvanceAsync(ForgeRepository.MainRef, commit, head, cancellationToken))
                throw new PlatformException($"main moved while {service} was being rolled back; nothing was deployed: roll it back again.");
            step.Detail = $"main is at {commit[..7]}";
        });
        await run.StepAsync($"sync {environment}", step => environments.SyncAsync(step, commit, environment, cancellationToken));
        await run.StepAsync($"prove {environment}", step => environments.ProveAsync(step, commit, environment, cancellationToken));
        return new RollbackResult(plan.From, plan.To, commit);
    }

    /// <summary>What a rollback would commit; nothing that anyone sees changes.</summary>
    /// <exception cref="PlatformException">There is nothing to go back to.</exception>
    public async Task<PlannedCommit> PlanAsync(string service, string environment, CancellationToken cancellationToken)
    {
        var head = await forge.HeadAsync(cancellationToken);
        var plan = await RollbackPlan.MakeAsync(git, images, head, service, environment, cancellationToken);
        return await PlannedCommit.OfAsync(git, head, await plan.CommitAsync(git, head, cancellationToken), null, null, cancellationToken);
    }
}
