using BigBen.Foundation;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;

namespace BigBen.Pipeline;

/// <summary>A rollback of one service in one environment: from what ran to what runs again.</summary>
internal sealed record RollbackPlan(string Environment, string Head, string Commit, string Detail, ServiceRecord From, ServiceRecord To)
    : Plan(Environment, Head, Commit, Detail);

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
    public Task<RollbackPlan> RollBackAsync(Run run, string service, string environment, CancellationToken cancellationToken)
    {
        ServiceRecord? from = null;
        return rollout.RunAsync(run, $"check {service} in {environment}", async head =>
        {
            var plan = await MakeAsync(head, service, environment, cancellationToken);
            // Somebody who rolled the same service back in between has done it: two rollbacks at once are not two steps.
            if (from is not null && plan.From != from)
                throw new PlatformException(
                    $"{service} in {environment} became {plan.From.NameBeside(from)} while it was being rolled back from " +
                    $"{from.NameBeside(plan.From)}; nothing was recorded: look at it, then roll back again if you still want to.");
            from = plan.From;
            return plan;
        }, cancellationToken);
    }

    /// <summary>What a rollback would commit; nothing that anyone sees changes.</summary>
    /// <exception cref="PlatformException">There is nothing to go back to.</exception>
    public async Task<PlannedCommit> PlanAsync(string service, string environment, CancellationToken cancellationToken)
    {
        var head = await rollout.Branch.HeadAsync(cancellationToken);
        return await PlannedCommit.OfAsync(
            rollout.Branch.Git, await MakeAsync(head, service, environment, cancellationToken), cancellationToken);
    }

    private async Task<RollbackPlan> MakeAsync(string head, string service, string environment, CancellationToken cancellationToken)
    {
        if (environment is not (EnvironmentFile.Developer or EnvironmentFile.Production))
            throw new PlatformException(
                $"There is no environment '{environment}': name {EnvironmentFile.Developer} or {EnvironmentFile.Production}.");
        var git = rollout.Branch.Git;
        var services = (await EnvironmentFile.ReadAsync(git, head, environment, cancellationToken)).Services;
        if (!services.ContainsKey(service))
            throw new PlatformException(
                $"{service} does not run in {environment}: " +
                $"{(services.Count == 0 ? "nothing does" : $"name {string.Join(" or ", services.Keys)}")}.");
        var history = await RecordHistory.ReadAsync(git, head, environment, cancellationToken);
        var stack = history.Stack(service);
        if (stack.Count < 2)
            throw new PlatformException(
                $"{service} in {environment} has nothing to go back to: " +
                $"{services[service].Tag} is the first that {EnvironmentFile.PathOf(environment)} records.");
        var (from, to) = (stack[^1].Record, stack[^2].Record);
        if (!await images.HasAsync(service, to.Digest, cancellationToken))
            throw new PlatformException(
                $"{service} in {environment} cannot go back to {to.NameBeside(from)}: its image {to.Digest[..19]} is no longer there.");
        var version = to.Revision.StartsWith(RefNames.Tags, StringComparison.Ordinal) ? to.Revision[RefNames.Tags.Length..] : null;
        var revision = version is null
            ? await git.TryResolveAsync(to.Revision, cancellationToken)
            : await rollout.Branch.TagAsync(version, cancellationToken);
        if (revision is null)
            throw new PlatformException(
                $"{service} in {environment} cannot go back to {to.NameBeside(from)}: " +
                $"'{rollout.Branch.Remote}' no longer has {to.Revision}.");
        if (version is not null)
            await ReleaseTags.RequireUnmovedAsync(rollout.Branch, history, version, revision, cancellationToken);
        var words = $"from {from.NameBeside(to)} to {to.NameBeside(from)}";
        var commit = await Recorder.CommitAsync(
            git,
            head,
            environment,
            new Dictionary<string, ServiceRecord?> { [service] = to },
            $"Roll {service} in {environment} back {words}",
            cancellationToken);
        return new RollbackPlan(environment, head, commit, words, from, to)
        {
            Revisions = new Dictionary<string, string> { [to.Revision] = revision },
            IsTried = false,
        };
    }
}
