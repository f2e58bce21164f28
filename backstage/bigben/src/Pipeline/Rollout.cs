using BigBen.Foundation;
using BigBen.Pipeline.Proving;

namespace BigBen.Pipeline;

/// <summary>
/// Puts changes on main and waits until they are live, wherever main is: check, render, record, sync, prove. Up to <c>record</c> a failure
/// leaves everything as it was; from there on main holds what is to run, and the environments follow it.
/// </summary>
/// <param name="branch">main.</param>
/// <param name="environments">What runs; null where others make it equal to main and this process cannot see it, as on GitHub.</param>
/// <param name="turns">One run at a time; null where nothing but main itself decides who is first.</param>
internal sealed class Rollout(IMainBranch branch, IEnvironments? environments = null, DeliveryTurns? turns = null)
{
    // Each lost race means that somebody else succeeded; so many in a row mean that something else is wrong.
    private const int Attempts = 200;

    /// <summary>main.</summary>
    public IMainBranch Branch => branch;

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
            await RenderAsync(run, change, cancellationToken);
            if (await run.StepAsync("record", step => TryRecordAsync(step, change, cancellationToken)))
                return change;
            await Task.Delay(Random.Shared.Next(5, 50), cancellationToken);
        }

        throw new PlatformException(
            $"main moved {Attempts} times while something was being recorded: " +
            "look for a stale .lock file in the repository, then run the command again.");
    }

    /// <summary>The gate: refuses what would not render.</summary>
    public Task RenderAsync(Run run, Plan change, CancellationToken cancellationToken) =>
        environments is null
            ? Task.CompletedTask
            : run.StepAsync("render", _ => environments.RenderAsync(new Candidate(change.Commit, change.Revisions), cancellationToken));

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

    private async Task<bool> TryRecordAsync(Step step, Plan change, CancellationToken cancellationToken)
    {
        await change.PrepareAsync(cancellationToken);
        if (!change.IsChange)
        {
            step.Skip("nothing new to record");
            return true;
        }

        var moved = await branch.TryAdvanceAsync(change.Head, change.Commit, change.Tag, cancellationToken);
        step.Detail = moved ? $"main is at {change.Commit[..7]}" : "main moved meanwhile; once more";
        return moved;
    }
}
