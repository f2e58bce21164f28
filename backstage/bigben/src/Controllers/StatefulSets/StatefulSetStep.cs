using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.StatefulSets;

/// <summary>
/// One step of a StatefulSet, as Kubernetes' <c>updateStatefulSet</c>: first the pods that are missing from the first one on, then those
/// that are too many from the last one on, then those of an old template from the last one on. Where it is ordered, each waits until the
/// one before it is as it should be.
/// </summary>
/// <param name="set">The StatefulSet.</param>
/// <param name="revisions">Its revisions.</param>
/// <param name="pods">Its pods, each with its number.</param>
/// <param name="control">Makes and deletes pods.</param>
/// <param name="retention">Has their claims go when they are to.</param>
/// <param name="now">The time.</param>
internal sealed class StatefulSetStep(
    StatefulSet set,
    SetRevisions revisions,
    IReadOnlyDictionary<int, JsonElement> pods,
    StatefulPodControl control,
    ClaimRetention retention,
    DateTimeOffset now)
{
    /// <summary>How many pods of the old template it gave up for the new one.</summary>
    public int Replaced { get; private set; }

    /// <summary>Does it.</summary>
    /// <param name="cancellationToken">Ends it between two pods.</param>
    public void Run(CancellationToken cancellationToken)
    {
        foreach (var (ordinal, pod) in pods)
            retention.Settle(set, pod, ordinal);
        if (!Grow(cancellationToken) || !Shrink() || set.IsOnDelete)
            return;
        if (set.MaxUnavailable is { } most)
            UpdateSeveral(most);
        else
            Update();
    }

    // Whether nothing has to be waited for.
    private bool Grow(CancellationToken cancellationToken)
    {
        for (var ordinal = set.Start; ordinal < set.Start + set.Replicas; ordinal++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Settle(ordinal) && !set.IsParallel)
                return false;
        }

        return true;
    }

    private bool Settle(int ordinal)
    {
        if (!pods.TryGetValue(ordinal, out var pod))
        {
            control.Create(set, RevisionOf(ordinal), ordinal);
            return false;
        }

        if (pod.IsOver() && !pod.IsTerminating())
            control.Recreate(set, pod);
        else if (pod.TextAt("status", "phase") == "Pending" && !pod.IsTerminating())
            control.CreateClaims(set, ordinal);
        return IsHealthy(pod);
    }

    private bool Shrink()
    {
        var condemned = pods.Where(entry => !set.Wants(entry.Key)).OrderByDescending(entry => entry.Key).ToList();
        // A pod that never gets ready must not keep itself from going; it is only that those above it go before it.
        var firstUnhealthy = condemned.Where(entry => !IsHealthy(entry.Value)).Select(entry => entry.Key).DefaultIfEmpty(-1).Min();
        foreach (var (ordinal, pod) in condemned)
        {
            var waits = pod.IsTerminating() || (!set.IsParallel && !IsHealthy(pod) && ordinal != firstUnhealthy);
            if (!waits)
                control.Delete(set, pod);
            if (!set.IsParallel)
                return false;
        }

        return true;
    }

    private void Update()
    {
        for (var index = set.Replicas - 1; index >= set.Partition; index--)
        {
            if (!pods.TryGetValue(set.Start + index, out var pod))
                return;
            if (IsOutdated(pod))
            {
                control.Delete(set, pod);
                Replaced++;
                return;
            }

            if (!IsHealthy(pod))
                return;
        }
    }

    // One that is not available anyway costs nothing, and may never be unless it is replaced.
    private void UpdateSeveral(int most)
    {
        var wanted = Enumerable.Range(set.Start, set.Replicas).Reverse().ToList();
        var left = most - wanted.Count(ordinal => !pods.TryGetValue(ordinal, out var pod) || !IsHealthy(pod));
        foreach (var ordinal in wanted.Where(ordinal => ordinal >= set.Start + set.Partition))
        {
            if (!pods.TryGetValue(ordinal, out var pod) || !IsOutdated(pod) || (IsHealthy(pod) && left-- <= 0))
                continue;
            control.Delete(set, pod);
            Replaced++;
        }
    }

    private bool IsOutdated(JsonElement pod) =>
        !pod.IsTerminating() && pod.TextAt("metadata", "labels", StatefulSet.RevisionLabel) != revisions.Update.NameOf();

    private JsonElement RevisionOf(int ordinal) =>
        !set.IsOnDelete && ordinal < set.Start + set.Partition ? revisions.Current : revisions.Update;

    private bool IsHealthy(JsonElement pod) =>
        pod.TextAt("status", "phase") == "Running" && !pod.IsTerminating() && pod.IsAvailable(set.MinReady, now);
}
