using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Jobs;

/// <summary>
/// How often an index of a Job failed before a pod of it was made, as the pod's annotations tell: where each index has a back-off limit of
/// its own.
/// </summary>
/// <param name="Counted">The failures that count towards the limit.</param>
/// <param name="Ignored">Those that do not, which lengthen the back-off alone.</param>
internal readonly record struct IndexFailures(int Counted, int Ignored)
{
    private const string CountedKey = "batch.kubernetes.io/job-index-failure-count";
    private const string IgnoredKey = "batch.kubernetes.io/job-index-ignored-failure-count";

    /// <summary>All of them.</summary>
    public int Total => Counted + Ignored;

    /// <summary>Those before a pod.</summary>
    public static IndexFailures Before(JsonElement pod) => new(Read(pod, CountedKey), Read(pod, IgnoredKey));

    /// <summary>Those with a pod, which failed.</summary>
    public static IndexFailures With(Job job, JsonElement pod)
    {
        var before = Before(pod);
        return PodFailurePolicy.Of(job, pod).Counts
            ? before with { Counted = before.Counted + 1 }
            : before with { Ignored = before.Ignored + 1 };
    }

    /// <summary>Writes them on the next pod.</summary>
    public void Write(JsonObject annotations)
    {
        annotations[CountedKey] = Text(Counted);
        if (Ignored > 0)
            annotations[IgnoredKey] = Text(Ignored);
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static int Read(JsonElement pod, string key) =>
        int.TryParse(pod.TextAt("metadata", "annotations", key), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : 0;
}
