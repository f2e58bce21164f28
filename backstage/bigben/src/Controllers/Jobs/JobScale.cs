using BigBen.ApiServer.Registry;
using BigBen.Controllers.ReplicaSets;

namespace BigBen.Controllers.Jobs;

/// <summary>How many pods of a Job run and are to run, and what was done about it in one reconciliation.</summary>
internal sealed class JobScale
{
    // As Kubernetes: when these are there, the next ones are made.
    private const int MostAtOnce = 500;

    private readonly JobTally _tally;
    private readonly int _terminating;
    private readonly int _wanted;

    /// <summary>Finds out what is to be done.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="pods">Its pods.</param>
    /// <param name="tally">How many of them ended, and how.</param>
    /// <param name="now">The time.</param>
    public JobScale(Job job, IReadOnlyList<JsonElement> pods, JobTally tally, DateTimeOffset now)
    {
        Job = job;
        _tally = tally;
        Active = [.. pods.Where(pod => pod.IsActive())];
        var ending = pods.Where(pod => pod.IsTerminating() && !pod.IsOver()).ToList();
        _terminating = ending.Count;
        _wanted = Wanted();
        var held = job.ReplacesOnlyFailed ? ending : [];
        var missing = int.Min(MostAtOnce, _wanted - Active.Count - held.Count);
        if (missing <= 0)
            return;
        if (job.BackOffLimitPerIndex is not null)
            (Missing, Wait) = OfEachIndex(Indexes(missing, held), now);
        else if (PodBackOff.Remaining(pods, now) is var wait && wait > TimeSpan.Zero)
            Wait = wait;
        else
            Missing = job.IsIndexed ? Indexes(missing, held) : [.. Enumerable.Repeat<int?>(null, missing)];
    }

    public Job Job { get; }

    /// <summary>The pods that run or will, as they were before this reconciliation.</summary>
    public IReadOnlyList<JsonElement> Active { get; }

    /// <summary>Those of them that are too many: first of all the numbers that the Job had when it asked for more completions.</summary>
    public IReadOnlyList<JsonElement> Excess
    {
        get
        {
            var isOutside = Active.ToLookup(pod => CompletionIndexes.Of(pod) >= Job.Completions);
            var outside = isOutside[true].ToList();
            return [.. outside, .. PodRanking.Order(isOutside[false]).Take(Active.Count - outside.Count - _wanted)];
        }
    }

    /// <summary>The numbers of the pods that are to be made now; nulls where they have none.</summary>
    public IReadOnlyList<int?> Missing { get; } = [];

    /// <summary>How long the next pod is to wait; null where none does.</summary>
    public TimeSpan? Wait { get; }

    /// <summary>How many pods were made.</summary>
    public int Created { get; set; }

    /// <summary>The active pods that were deleted.</summary>
    public List<JsonElement> Deleted { get; } = [];

    /// <summary>How many pods are being ended.</summary>
    public int TerminatingCount => _terminating + Deleted.Count;

    /// <summary>Whether enough of the pods succeeded and none runs any more.</summary>
    public bool IsComplete =>
        ActiveCount == 0 && (Job.Completions is { } completions ? _tally.Succeeded >= completions : _tally.Succeeded > 0);

    private int ActiveCount => Active.Count + Created - Deleted.Count;

    /// <summary>Writes the counts.</summary>
    public void Write(JsonObject status)
    {
        status.SetCount("active", ActiveCount);
        status["terminating"] = TerminatingCount;
        status["ready"] = Active.Count(pod => pod.IsReady()) - Deleted.Count(pod => pod.IsReady());
    }

    /// <summary>The failed pod that the next one of a number takes the place of; null where there is none.</summary>
    public JsonElement? ReplacedBy(int index) => _tally.Failures.LastOf(index);

    // Each number waits for itself; where one is made, the others are looked at again afterwards.
    private (IReadOnlyList<int?> Missing, TimeSpan? Wait) OfEachIndex(List<int?> indexes, DateTimeOffset now)
    {
        var waits = indexes.ToLookup(index => ReplacedBy(index!.Value) is { } failed
            ? PodBackOff.Remaining(IndexFailures.Before(failed).Total + 1, failed, now)
            : TimeSpan.Zero);
        var due = waits.Where(wait => wait.Key <= TimeSpan.Zero).SelectMany(wait => wait).Order().ToList();
        return due.Count > 0 || indexes.Count == 0 ? (due, null) : ([], waits.Min(wait => wait.Key));
    }

    private int Wanted()
    {
        if (Job.IsSuspended)
            return 0;
        if (Job.Completions is { } completions)
            return (int)long.Clamp(completions - _tally.Succeeded, 0, Job.Parallelism);
        // Where the first success decides, the others are left to end by themselves.
        return _tally.Succeeded > 0 ? int.Min(Active.Count, Job.Parallelism) : Job.Parallelism;
    }

    private List<int?> Indexes(int count, List<JsonElement> held)
    {
        var taken = Active.Concat(held).Select(CompletionIndexes.Of).OfType<int>().ToHashSet();
        taken.UnionWith(_tally.Failures.Indexes.All);
        return [.. _tally.Indexes.Pending(count, Job.Completions ?? 0, taken).Select(index => (int?)index)];
    }
}
