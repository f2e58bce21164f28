using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;

namespace BigBen.Pipeline.Proving;

/// <summary>How it stands after a delivery failed.</summary>
/// <param name="Commit">The commit that main holds.</param>
/// <param name="Live">The services that were seen to be what it says.</param>
/// <param name="Failure">What to tell.</param>
internal sealed record SteppedBack(string Commit, IReadOnlyList<LiveService> Live, NotLiveException Failure);

/// <summary>
/// Gives services of developer the record before back when their new version fails, by a commit, so that what others build on works again.
/// Only for the version's own fault, each service once a run, and never where somebody recorded another one meanwhile.
/// </summary>
/// <param name="rollout">Writes main, and waits.</param>
/// <param name="images">Where images are.</param>
internal sealed class StepBack(Rollout rollout, IServiceImages images)
{
    /// <summary>Steps back, within the turn of the delivery, and waits until what was before is live again.</summary>
    /// <param name="run">Tells the steps.</param>
    /// <param name="delivery">What was recorded.</param>
    /// <param name="failure">Why it is not live.</param>
    /// <param name="cancellationToken">Stops where it is.</param>
    public async Task<SteppedBack> AfterAsync(
        Run run, DeliveryPlan delivery, NotLiveException failure, CancellationToken cancellationToken)
    {
        var commit = delivery.Commit;
        if (failure.ByVersion.Count == 0 || !await StepBackSetting.IsOnAsync(rollout.Branch.Git, commit, cancellationToken))
            return new SteppedBack(commit, [], failure);
        var left = delivery.Concerned.ToHashSet();
        var told = new List<string>();
        for (var seen = failure; seen.ByVersion.Where(left.Remove).ToList() is { Count: > 0 } failed;)
        {
            try
            {
                var plan = await rollout.RecordAsync(
                    run, "step back", head => PlanAsync(head, delivery, failed, cancellationToken), cancellationToken);
                told.AddRange(plan.Told);
                if (!plan.IsChange)
                    break;
                commit = plan.Commit;
                var awaited = new Awaited(commit, plan.Environment, delivery.Concerned);
                return new SteppedBack(commit, await rollout.FollowAsync(run, awaited, cancellationToken), Told());
            }
            catch (NotLiveException e)
            {
                seen = e;
                told.Add($"That is not live either: {e.Seen.TrimEnd('.')}.");
            }
            catch (PlatformException e)
            {
                told.Add($"Not stepped back: {e.Message}");
                break;
            }
        }

        return new SteppedBack(commit, [], told.Count == 0 ? failure : Told());

        NotLiveException Told() => failure.Then(string.Join(' ', told));
    }

    private async Task<StepBackPlan> PlanAsync(
        string head, DeliveryPlan delivery, IReadOnlyList<string> failed, CancellationToken cancellationToken)
    {
        var branch = rollout.Branch;
        var recorded = (await EnvironmentFile.ReadAsync(branch.Git, head, delivery.Environment, cancellationToken)).Services;
        var back = new SortedDictionary<string, RecordBefore>(StringComparer.Ordinal);
        var told = new List<string>();
        foreach (var service in failed)
        {
            if (recorded.GetValueOrDefault(service) is not { } now || now != delivery.Records[service])
                told.Add($"{service} was recorded again meanwhile and stays so.");
            else if (await TryFindAsync(service) is { } before)
                back[service] = before;
        }

        var words = string.Join(", ", back.Select(pair => $"{pair.Key} {pair.Value.Words}"));
        var commit = back.Count == 0 ? head : await Recorder.CommitAsync(
            branch.Git,
            head,
            delivery.Environment,
            back.ToDictionary(pair => pair.Key, ServiceRecord? (pair) => pair.Value.To),
            $"Step {delivery.Environment} back: {words}",
            cancellationToken);
        if (back.Count > 0)
            told.Insert(0, $"Stepped back {words}, recorded by {commit[..7]}; 'git pull {branch.Remote} main' brings it.");
        return new StepBackPlan(delivery.Environment, head, commit, back.Count > 0 ? words : string.Join(' ', told), told)
        {
            Concerned = [.. back.Keys],
            IsTried = false,
            Revisions = back.Values.DistinctBy(before => before.To.Revision)
                .ToDictionary(before => before.To.Revision, before => before.Revision),
        };

        async Task<RecordBefore?> TryFindAsync(string service)
        {
            try
            {
                return await RecordBefore.FindAsync(branch, images, head, service, delivery.Environment, cancellationToken);
            }
            catch (PlatformException e)
            {
                told.Add($"Not stepped back: {e.Message}");
                return null;
            }
        }
    }

    private sealed record StepBackPlan(string Environment, string Head, string Commit, string Detail, IReadOnlyList<string> Told)
        : Plan(Environment, Head, Commit, Detail);
}
