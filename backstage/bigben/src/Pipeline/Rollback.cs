using System.Text.RegularExpressions;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Layout;
using BigBen.Pipeline.Protection;
using BigBen.Pipeline.Proving;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline;

/// <summary>A rollback of one service in one environment: from what ran to what runs again.</summary>
internal sealed record RollbackPlan(string Environment, string Head, string Commit, string Detail, ServiceRecord From, ServiceRecord To)
    : Plan(Environment, Head, Commit, Detail)
{
    /// <summary>The commit by which an earlier attempt of the same run has recorded it; null where none has.</summary>
    public string? Done { get; init; }
}

/// <summary>
/// Restores the previous record of one service in one environment, by a commit: image, chart and values together. In the first it
/// holds until a push changes something of the service.
/// </summary>
/// <param name="rollout">Writes main.</param>
/// <param name="images">Where images are kept.</param>
/// <param name="workflowRun">
/// The run of a workflow that asks for it, which rolls a service back once, however often it is tried; null for none.
/// </param>
internal sealed class Rollback(Rollout rollout, IServiceImages images, string? workflowRun = null)
{
    // The trailer that says which run of a workflow recorded it.
    private const string WorkflowRun = "Workflow-Run";

    /// <summary>Rolls a service back by one step.</summary>
    /// <param name="run">Tells the steps.</param>
    /// <param name="service">The service.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="cancellationToken">Stops the rollback where it is.</param>
    /// <param name="asking">Who asks for it; null where that is not known.</param>
    /// <param name="from">What it is to be rolled back from; null for whatever is recorded.</param>
    /// <exception cref="PlatformException">There is nothing to go back to, or a step failed.</exception>
    public Task<RollbackPlan> RollBackAsync(
        Run run,
        string service,
        string environment,
        CancellationToken cancellationToken,
        Asking? asking = null,
        ServiceRecord? from = null) =>
        rollout.RunAsync(run, $"check {service} in {environment}", async head =>
        {
            var plan = await MakeAsync(head, service, environment, asking, cancellationToken);
            // Somebody who rolled the same service back in between has done it: two rollbacks at once are not two steps.
            if (from is not null && plan.From != from)
                throw new PlatformException(
                    $"{service} in {environment} became {plan.From.NameBeside(from)} while it was being rolled back from " +
                    $"{from.NameBeside(plan.From)}; nothing was recorded: look at it, then roll back again if you still want to.");
            from = plan.From;
            return plan;
        }, cancellationToken);

    /// <summary>What a rollback would commit; nothing that anyone sees changes.</summary>
    /// <exception cref="PlatformException">There is nothing to go back to.</exception>
    public async Task<PlannedCommit> PlanAsync(
        string service, string environment, CancellationToken cancellationToken, Asking? asking = null)
    {
        var plan = await MakeAsync(
            await rollout.Branch.HeadAsync(cancellationToken), service, environment, asking, cancellationToken);
        return await PlannedCommit.OfAsync(rollout.Branch.Git, plan, cancellationToken) with { From = plan.From };
    }

    private async Task<RollbackPlan> MakeAsync(
        string head, string service, string environment, Asking? asking, CancellationToken cancellationToken)
    {
        var git = rollout.Branch.Git;
        var listed = (await EnvironmentList.ReadAsync(git, head, cancellationToken)).Require(environment);
        var services = (await EnvironmentFile.ReadAsync(git, head, environment, cancellationToken)).Services;
        if (!services.ContainsKey(service))
            throw new PlatformException(
                $"{service} does not run in {environment}: " +
                $"{(services.Count == 0 ? "nothing does" : $"name {string.Join(" or ", services.Keys)}")}.");
        if (await FindDoneAsync(head, service, environment, cancellationToken) is { } done)
            return done;
        var before = await RecordBefore.FindAsync(
            rollout.Branch, images, head, service, environment, cancellationToken, isForced: asking?.Override is not null);
        var records = new Dictionary<string, ServiceRecord?> { [service] = before.To };
        var change = await ProposedChange.OfAsync(
            git, environment, $"roll {service} in {environment} back {before.Words}", records, before.Revision, cancellationToken);
        var passage = await rollout.Gate.AskAsync(head, listed, change, asking ?? new Asking(By: null), cancellationToken);
        var trailer = workflowRun is null ? "" : $"\n\n{WorkflowRun}: {workflowRun}";
        var message = passage.Sign($"Roll {service} in {environment} back {before.Words}{trailer}");
        var commit = await Recorder.CommitAsync(git, head, environment, records, message, cancellationToken);
        return new RollbackPlan(environment, head, commit, before.Words, before.From, before.To)
        {
            Concerned = [service],
            Revisions = new Dictionary<string, string> { [before.To.Revision] = before.Revision },
            IsTried = false,
            Waiting = passage.Waiting,
        };
    }

    private async Task<RollbackPlan?> FindDoneAsync(
        string head, string service, string environment, CancellationToken cancellationToken)
    {
        if (workflowRun is null)
            return null;
        var git = rollout.Branch.Git;
        var recorded = await git.LogAsync(
            head, EnvironmentFile.PathOf(environment), cancellationToken, $"^{WorkflowRun}: {Regex.Escape(workflowRun)}$");
        foreach (var commit in recorded)
        {
            if (await RecordAsync($"{commit}^") is { } from && await RecordAsync(commit) is { } to && from != to)
                return new RollbackPlan(environment, head, head, $"from {from.NameBeside(to)} to {to.NameBeside(from)}", from, to)
                {
                    Done = commit,
                };
        }

        return null;

        async Task<ServiceRecord?> RecordAsync(string revision) =>
            (await EnvironmentFile.ReadAsync(git, revision, environment, cancellationToken)).Services.GetValueOrDefault(service);
    }
}
