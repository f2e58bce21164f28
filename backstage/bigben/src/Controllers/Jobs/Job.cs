using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Jobs;

/// <summary>What a Job asks for, with Kubernetes' defaults.</summary>
/// <param name="Value">The object.</param>
internal readonly record struct Job(JsonElement Value)
{
    /// <summary>How many pods run at once.</summary>
    public int Parallelism => (int)(Value.NumberAt("spec", "parallelism") ?? 1);

    /// <summary>How many pods are to succeed; null where one that does is enough and the others end by themselves.</summary>
    public int? Completions => (int?)Value.NumberAt("spec", "completions");

    /// <summary>How many failures are one too many.</summary>
    public int BackOffLimit => (int)(Value.NumberAt("spec", "backoffLimit") ?? 6);

    /// <summary>How many failures of one index are one too many; null where only all of them together are limited.</summary>
    public int? BackOffLimitPerIndex => IsIndexed ? (int?)Value.NumberAt("spec", "backoffLimitPerIndex") : null;

    /// <summary>How many indexes may fail at most before the Job does; null for any number.</summary>
    public int? MaxFailedIndexes => (int?)Value.NumberAt("spec", "maxFailedIndexes");

    /// <summary>How long it may take; null for ever.</summary>
    public TimeSpan? Deadline => Seconds("activeDeadlineSeconds");

    /// <summary>How long it is kept when it has finished; null for ever.</summary>
    public TimeSpan? TimeToLive => Seconds("ttlSecondsAfterFinished");

    public bool IsSuspended => Value.FlagAt("spec", "suspend");

    /// <summary>Whether each completion has a number of its own.</summary>
    public bool IsIndexed => Value.TextAt("spec", "completionMode") == "Indexed";

    /// <summary>Whether a pod that is being ended still counts as one that runs.</summary>
    public bool ReplacesOnlyFailed => Value.TextAt("spec", "podReplacementPolicy") == "Failed";

    /// <summary>Whether containers are started again in their pod, which counts as a failure of the Job's too.</summary>
    public bool RestartsInPlace => Value.TextAt("spec", "template", "spec", "restartPolicy") == "OnFailure";

    /// <summary>Whether another controller than Kubernetes' own is to run it.</summary>
    public bool IsManagedElsewhere => Value.TextAt("spec", "managedBy") is not (null or "kubernetes.io/job-controller");

    /// <summary>When it was started, or last resumed; null before, and while it is suspended.</summary>
    public DateTimeOffset? StartTime => Value.HasCondition("Suspended") ? null : Value.TimeAt("status", "startTime");

    /// <summary>The condition that ended it; null while it has none.</summary>
    public JsonElement? Finished => Value.ItemsAt("status", "conditions")
        .Where(condition => condition.TextAt("type") is "Complete" or "Failed" && condition.TextAt("status") == "True")
        .Select(condition => (JsonElement?)condition).FirstOrDefault();

    /// <summary>Whether a pod of it has failed: one that is being ended as well, which may be gone before its end is seen.</summary>
    public bool IsFailed(JsonElement pod) => pod.TextAt("status", "phase") is var phase
        && (phase == "Failed" || (phase != "Succeeded" && pod.IsTerminating() && !ReplacesOnlyFailed));

    // 68 years at most, so that no sum with a time overflows.
    private TimeSpan? Seconds(string field) =>
        Value.NumberAt("spec", field) is { } seconds ? TimeSpan.FromSeconds(long.Min(seconds, int.MaxValue)) : null;
}
