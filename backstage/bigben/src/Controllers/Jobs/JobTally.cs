using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Jobs;

/// <summary>
/// How many of a Job's pods succeeded and failed, each counted once whatever happens in between: a pod that ended is first noted in
/// <c>status.uncountedTerminatedPods</c>, then loses its finalizer and may be gone, and is then counted.
/// </summary>
internal sealed class JobTally
{
    /// <summary>What holds a pod until it is counted.</summary>
    public const string Finalizer = "batch.kubernetes.io/job-tracking";

    private readonly Job _job;
    private readonly List<JsonElement> _tracked;
    private readonly HashSet<string> _succeeding;
    private readonly HashSet<string> _failing;
    private readonly HashSet<string> _uncounted = [];
    private int _succeeded;
    private int _failed;

    /// <summary>Takes over what the status says, and notes the pods that ended since.</summary>
    public JobTally(Job job, IReadOnlyList<JsonElement> pods)
    {
        _job = job;
        _tracked = [.. pods.Where(IsTracked)];
        _succeeding = Noted("succeeded");
        _failing = Noted("failed");
        _succeeded = (int)(job.Value.NumberAt("status", "succeeded") ?? 0);
        _failed = (int)(job.Value.NumberAt("status", "failed") ?? 0);
        Indexes = CompletionIndexes.Parse(job.Value.TextAt("status", "completedIndexes"), job.IsIndexed ? job.Completions ?? 0 : 0);
        Failures = new FailedIndexes(job, [.. pods], Indexes);
        CountReleased(_tracked.Select(pod => pod.Text("uid")).ToHashSet());
        foreach (var pod in _tracked)
            Note(pod);
    }

    /// <summary>Which numbers are complete, where the Job has any.</summary>
    public CompletionIndexes Indexes { get; }

    public long Succeeded => _job.IsIndexed ? Indexes.Count : _succeeded + _succeeding.Count;

    public long Failed => _failed + _failing.Count + Failures.KeptCount;

    /// <summary>The numbers that failed for good, where each has a limit of its own.</summary>
    public FailedIndexes Failures { get; }

    /// <summary>Whether every pod that ended is counted.</summary>
    public bool IsSettled => _succeeding.Count == 0 && _failing.Count == 0;

    public static bool IsTracked(JsonElement pod) => pod.ItemsAt("metadata", "finalizers").Any(held => held.ValueEquals(Finalizer));

    /// <summary>The Job ends: where it fails, what has not succeeded by now has failed; where it succeeds, that does not count.</summary>
    public void EndRest(bool isSuccess)
    {
        foreach (var pod in _tracked.Where(pod => pod.TextAt("status", "phase") != "Succeeded"))
        {
            if (isSuccess && !_job.IsFailed(pod))
                _uncounted.Add(pod.Text("uid"));
            else
                Fail(pod);
        }
    }

    /// <summary>Lets go of the pods that are noted, and counts them.</summary>
    /// <param name="release">Takes the finalizer from a pod.</param>
    public void Settle(Action<JsonElement> release)
    {
        foreach (var pod in _tracked.Where(IsNoted))
            release(pod);
        CountReleased([]);
    }

    /// <summary>Writes what is counted and noted.</summary>
    public void Write(JsonObject status)
    {
        status.SetCount("succeeded", _job.IsIndexed ? Indexes.Count : _succeeded);
        status.SetCount("failed", _failed);
        if (Indexes.Count > 0)
            status["completedIndexes"] = Indexes.ToString();
        if (_job.BackOffLimitPerIndex is not null)
            status["failedIndexes"] = Failures.Indexes.ToString();
        var uncounted = new JsonObject();
        foreach (var (field, uids) in new[] { ("succeeded", _succeeding), ("failed", _failing) })
        {
            if (uids.Count > 0)
                uncounted[field] = new JsonArray([.. uids.Select(uid => (JsonNode)uid)]);
        }

        status["uncountedTerminatedPods"] = uncounted;
    }

    private HashSet<string> Noted(string field) =>
        [.. _job.Value.ItemsAt("status", "uncountedTerminatedPods", field).Select(uid => uid.GetString()!)];

    private void Note(JsonElement pod)
    {
        var uid = pod.Text("uid");
        if (pod.TextAt("status", "phase") == "Succeeded")
        {
            if (!_job.IsIndexed)
                _succeeding.Add(uid);
            else if (CompletionIndexes.Of(pod) is { } index && index < _job.Completions)
                Indexes.Add(index);
        }
        else if (_job.IsFailed(pod) && !Failures.Keeps(pod))
        {
            Fail(pod);
        }
    }

    private void Fail(JsonElement pod) =>
        (PodFailurePolicy.Of(_job, pod).Counts ? _failing : _uncounted).Add(pod.Text("uid"));

    private bool IsNoted(JsonElement pod) =>
        _succeeding.Contains(pod.Text("uid"))
        || _failing.Contains(pod.Text("uid"))
        || _uncounted.Contains(pod.Text("uid"))
        || (_job.IsIndexed && pod.TextAt("status", "phase") == "Succeeded");

    private void CountReleased(HashSet<string> held)
    {
        _succeeded += _succeeding.RemoveWhere(uid => !held.Contains(uid));
        _failed += _failing.RemoveWhere(uid => !held.Contains(uid));
    }
}
