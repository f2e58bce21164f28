using System.Text.Json.Serialization;
using BigBen.Foundation;

namespace BigBen.Pipeline;

/// <summary>What a rollback did.</summary>
/// <param name="From">What ran.</param>
/// <param name="To">What runs again.</param>
/// <param name="Commit">The commit of main that records it.</param>
internal sealed record RollbackResult(ServiceRecord From, ServiceRecord To, string Commit)
{
    /// <summary>From what to what, for people.</summary>
    [JsonIgnore]
    public string Words => $"from {From.NameBeside(To)} to {To.NameBeside(From)}";
}

/// <summary>
/// Restores the previous record of one service in one environment, by a commit: image, chart and values together. In developer it holds
/// until a push changes something of the service.
/// </summary>
/// <param name="rollout">Writes main.</param>
/// <param name="images">Where images are kept.</param>
internal sealed class Rollback(Rollout rollout, IServiceImages images)
{
    /// <summary>Rolls a service back by one step.</summary>
    /// <param name="run">Tells the steps.</param>
    /// <param name="service">The service.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="cancellationToken">Stops the rollback where it is.</param>
    /// <exception cref="PlatformException">There is nothing to go back to, or a step failed.</exception>
    public async Task<RollbackResult> RollBackAsync(Run run, string service, string environment, CancellationToken cancellationToken)
    {
        ServiceRecord? from = null;
        var done = await rollout.RunAsync(run, $"check {service} in {environment}", async head =>
        {
            var plan = await MakeAsync(head, service, environment, cancellationToken);
            // Somebody who rolled the same service back in between has done it: two rollbacks at once are not two steps.
            if (from is not null && plan.From != from)
                throw new PlatformException($"{service} in {environment} became {plan.From.NameBeside(from)} while it was being rolled back from {from.NameBeside(plan.From)}; nothing was recorded: look at it, then roll back again if you still want to.");
            from = plan.From;
            return plan;
        }, cancellationToken);
        return new RollbackResult(done.From, done.To, done.Commit);
    }

    /// <summary>What a rollback would commit; nothing that anyone sees changes.</summary>
    /// <exception cref="PlatformException">There is nothing to go back to.</exception>
    public async Task<PlannedCommit> PlanAsync(string service, string environment, CancellationToken cancellationToken) =>
        await PlannedCommit.OfAsync(
            rollout.Branch.Git, await MakeAsync(await rollout.Branch.HeadAsync(cancellationToken), service, environment, cancellationToken), cancellationToken);

    private Task<RollbackPlan> MakeAsync(string head, string service, string environment, CancellationToken cancellationToken) =>
        RollbackPlan.MakeAsync(rollout.Branch, images, head, service, environment, cancellationToken);
}
