using System.Text.Json;
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
        if (failures.Count == 0)
            return TimeSpan.Zero;
        var wait = failures.Count > 6 ? Longest : First * (1 << (failures.Count - 1));
        return EndOf(failures[0]) + wait - now;
    }

    private static DateTimeOffset EndOf(JsonElement pod)
    {
        var ended = pod.ItemsAt("status", "containerStatuses").Select(status => status.TimeAt("state", "terminated", "finishedAt"));
        return ended.Max() ?? pod.TimeAt("metadata", "deletionTimestamp") ?? pod.TimeAt("metadata", "creationTimestamp") ?? default;
    }
}
