using BigBen.Pipeline.Protection;
using BigBen.Pipeline.Proving;

namespace BigBen.Pipeline;

/// <summary>
/// Puts changes on main and waits until they are live, wherever main is: check, render, try, record, sync, prove. Up to <c>record</c> a
/// failure leaves everything as it was; from there on main holds what is to run, and the environments follow it.
/// </summary>
/// <param name="branch">main.</param>
/// <param name="environments">What runs; null where others make it equal to main and this process cannot see it, as on GitHub.</param>
/// <param name="turns">One run at a time; null where nothing but main itself decides who is first.</param>
/// <param name="clock">Tells whether an environment is open; the machine's where null.</param>
/// <param name="reviews">Who approved elsewhere; null where approvals are in git alone.</param>
internal sealed class Rollout(
    IMainBranch branch,
    IEnvironments? environments = null,
    DeliveryTurns? turns = null,
    TimeProvider? clock = null,
    IReviews? reviews = null)
{
    // Each lost race means that somebody else succeeded; so many in a row mean that something else is wrong.
    private const int Attempts = 200;

    /// <summary>main.</summary>
    public IMainBranch Branch => branch;

    /// <summary>Asks what environments require of a change.</summary>
    public ProtectionGate Gate { get; } = new(branch.Git, clock ?? TimeProvider.System, reviews);

    /// <summary>Waits for the turn of a run; disposing the result ends it.</summary>
    public async Task<IDisposable?> EnterAsync(Run run, CancellationToken cancellationToken) =>
        turns is null ? null : await turns.EnterAsync(run, cancellationToken);

    /// <summary>Makes a change, anew on a fresh base as often as somebody else was faster.</summary>
    /// <param name="run">Tells the steps.</param>
    /// <param name="check">The name of the first step.</param>
    /// <param name="plan">From the tip of main: the change.</param>
    /// <param name="cancellationToken">Stops the work; main then either has the commit or it has not.</param>
    /// <returns>The change that was made.</returns>
    /// <exception cref="NotLiveException">It is recorded, and what it changes does not become live.</exception>
    /// <exception cref="PlatformException">It is refused, or main cannot be written.</exception>
    public async Task<T> RunAsync<T>(Run run, string check, Func<string, Task<T>> plan, CancellationToken cancellationToken)
        where T : Plan
    {
        using var turn = await EnterAsync(run, cancellationToken);
        var change = await RecordAsync(run, check, plan, cancellationToken);
        if (change.ReachesEnvironment)
            await FollowAsync(run, new Awaited(change.Commit, change.Environment, change.Concerned), cancellationToken);
        return change;
    }

    /// <summary>The same within a turn, up to the record.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<T> RecordAsync<T>(Run run, string check, Func<string, Task<T>> plan, CancellationToken cancellationToken)
        where T : Plan
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var change = await run.StepAsync(check, async step =>
            {
                var made = await plan(await branch.HeadAsync(cancellationToken));
                step.Detail = made.Detail;
                return made;
            });
            if (change is { Waiting: { } waiting, IsChange: true })
            {
                if (await run.StepAsync("ask", step => TryAskAsync(step, change.Head, waiting, cancellationToken)))
                    throw waiting.Refusal();
                continue;
            }

            await RenderAsync(run, change, cancellationToken);
            if (await run.StepAsync("record", step => TryRecordAsync(step, change, cancellationToken)))
                return change;
            await Task.Delay(Random.Shared.Next(5, 50), cancellationToken);
        }

        throw new PlatformException(
            $"main moved {Attempts} times while something was being recorded: " +
            "look for a stale .lock file in the repository, then run the command again.");
    }

    /// <summary>The gates before the record: refuses what would not render, and what would not start.</summary>
    public async Task RenderAsync(Run run, Plan change, CancellationToken cancellationToken)
    {
        if (environments is null)
            return;
        var candidate = new Candidate(change.Commit, change.Revisions) { IsTried = change.IsTried };
        var deployments = await run.StepAsync("render", _ => environments.RenderAsync(candidate, cancellationToken));
        if (change.IsTried && change.Commit != change.Head && deployments.Count > 0)
            await run.StepAsync("try", async step => await environments.TryAsync(
                step, await RecordedRequests.OfAsync(branch.Git, change, deployments, cancellationToken), cancellationToken));
    }

    /// <summary>Waits until an environment is what a commit of main says, as far as a run changes it, and its URLs answer so.</summary>
    /// <returns>The services that were seen so, others than those of the run too.</returns>
    /// <exception cref="NotLiveException">One that the run changes is not.</exception>
    public async Task<IReadOnlyList<LiveService>> FollowAsync(Run run, Awaited awaited, CancellationToken cancellationToken)
    {
        if (environments is null)
            return [];
        try
        {
            await run.StepAsync($"sync {awaited.Environment}", step => SyncAsync(step, environments, awaited, cancellationToken));
            return await run.StepAsync(
                $"prove {awaited.Environment}", step => environments.ProveAsync(step, awaited, cancellationToken));
        }
        catch (PlatformException e)
        {
            throw NotLiveException.Of(e);
        }
    }

    /// <summary>The services of an environment that are what a commit of main says, as of now.</summary>
    public async Task<IReadOnlyList<LiveService>> LookAsync(string commit, string environment, CancellationToken cancellationToken) =>
        environments is null
            ? []
            : await environments.ProveAsync(new Step(_ => { }), new Awaited(commit, environment, []), cancellationToken);

    private static async Task SyncAsync(Step step, IEnvironments environments, Awaited awaited, CancellationToken cancellationToken)
    {
        try
        {
            await environments.SyncAsync(step, awaited, cancellationToken);
        }
        catch (PlatformException e) when (!awaited.IsAnything)
        {
            step.Note($"nothing of {awaited.Environment} changes, and yet: {e.Message}");
        }
    }

    // What waits is written to main, so that everybody sees it.
    private async Task<bool> TryAskAsync(Step step, string head, Waiting waiting, CancellationToken cancellationToken)
    {
        step.Detail = $"waits for {waiting.Words}";
        return waiting.IsRecorded
            || waiting.Commit is null
            || await branch.TryAdvanceAsync(head, waiting.Commit, null, cancellationToken);
    }

    private async Task<bool> TryRecordAsync(Step step, Plan change, CancellationToken cancellationToken)
    {
        await change.PrepareAsync(cancellationToken);
        if (!change.IsChange)
        {
            step.Skip("nothing new to record");
            return true;
        }

        if (change.Commit != change.Head)
            change.Commit = await branch.SealAsync(change.Commit, cancellationToken);
        var moved = await branch.TryAdvanceAsync(change.Head, change.Commit, change.Tag, cancellationToken);
        step.Detail = moved ? $"main is at {change.Commit[..7]}" : "main moved meanwhile; once more";
        return moved;
    }
}
