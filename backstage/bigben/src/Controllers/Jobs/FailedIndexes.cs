using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Jobs;

/// <summary>
/// The indexes of a Job that have failed for good, where each has a back-off limit of its own, and the failed pods that are kept until the
/// next one of their index is made: it is they that tell how often it failed.
/// </summary>
internal sealed class FailedIndexes
{
    private readonly Dictionary<int, JsonElement> _last = [];

    /// <summary>Takes over what the status says, and adds those that failed since.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="pods">Its pods that are not counted yet.</param>
    /// <param name="succeeded">The indexes that succeeded.</param>
    public FailedIndexes(Job job, IReadOnlyList<JsonElement> pods, CompletionIndexes succeeded)
    {
        Indexes = CompletionIndexes.Parse(job.Value.TextAt("status", "failedIndexes"), job.Completions ?? 0);
        if (job.BackOffLimitPerIndex is not { } limit)
            return;
        var failed = pods.Where(job.IsFailed)
            .Select(pod => (Pod: pod, Index: CompletionIndexes.Of(pod)))
            .Where(pod => pod.Index < job.Completions)
            .ToList();
        foreach (var (pod, index) in failed)
        {
            var policy = PodFailurePolicy.Of(job, pod);
            if (policy.FailsIndex || (policy.Counts && IndexFailures.Before(pod).Counted >= limit))
                Indexes.Add(index!.Value);
        }

        var active = pods.Where(pod => pod.IsActive()).Select(CompletionIndexes.Of).ToHashSet();
        foreach (var ofIndex in failed.GroupBy(pod => pod.Index!.Value, pod => pod.Pod))
        {
            if (!active.Contains(ofIndex.Key) && !succeeded.Has(ofIndex.Key) && !Indexes.Has(ofIndex.Key))
                _last[ofIndex.Key] = ofIndex.OrderBy(pod => IndexFailures.Before(pod).Total).ThenBy(PodBackOff.EndOf).Last();
        }
    }

    /// <summary>The indexes.</summary>
    public CompletionIndexes Indexes { get; }

    /// <summary>How many pods are kept.</summary>
    public int KeptCount => _last.Count;

    /// <summary>Whether a pod is kept.</summary>
    public bool Keeps(JsonElement pod) => _last.Values.Any(kept => kept.Text("uid") == pod.Text("uid"));

    /// <summary>The failed pod of an index that the next one takes the place of; null where there is none.</summary>
    public JsonElement? LastOf(int index) => _last.TryGetValue(index, out var pod) ? pod : null;
}
