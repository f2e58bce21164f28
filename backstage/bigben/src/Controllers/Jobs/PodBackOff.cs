using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Jobs;

/// <summary>
/// How long a Job waits with its next pod after some failed: 10 s after the first, twice as long after each other one in a row, at most ten
/// minutes.
/// </summary>
internal static class PodBackOff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>How long it is to wait still; zero or less for not at all.</summary>
    /// <param name="pods">The Job's pods, those that ended among them: they tell, even to a platform that was not there.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan Remaining(IEnumerable<JsonElement> pods, DateTimeOffset now)
    {
        var failures = pods.Where(pod => !pod.IsActive()).OrderByDescending(EndOf)
            .TakeWhile(pod => pod.TextAt("status", "phase") != "Succeeded").ToList();
        return failures.Count == 0 ? TimeSpan.Zero : Remaining(failures.Count, failures[0], now);
    }

    /// <summary>How long it is to wait after a number of failures; zero or less for not at all.</summary>
    /// <param name="failures">The number, at least 1.</param>
    /// <param name="last">The pod that failed last.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan Remaining(int failures, JsonElement last, DateTimeOffset now) =>
        EndOf(last) + (failures > 6 ? Longest : First * (1 << (failures - 1))) - now;

    /// <summary>When a pod ended, or is to.</summary>
    public static DateTimeOffset EndOf(JsonElement pod)
    {
        var ended = pod.ItemsAt("status", "containerStatuses").Select(status => status.TimeAt("state", "terminated", "finishedAt"));
        return ended.Max() ?? pod.TimeAt("metadata", "deletionTimestamp") ?? pod.TimeAt("metadata", "creationTimestamp") ?? default;
    }
}
