using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;

namespace BigBen.Kubernetes.Questions;

/// <summary>A CronJob of an Application: when it runs, and what its last run came to.</summary>
/// <param name="CronJob">Its name.</param>
/// <param name="Cron">When it runs, as in <c>0 3 * * *</c>.</param>
/// <param name="TimeZone">The zone of that time; empty for the cluster's own.</param>
/// <param name="IsSuspended">Whether it is to rest.</param>
/// <param name="LastRun">What its last run came to: <c>running</c>, <c>succeeded</c> or <c>failed</c>; null before its first.</param>
/// <param name="LastRunAt">When that began, UTC; null before its first.</param>
internal sealed record Schedule(
    string CronJob, string Cron, string TimeZone, bool IsSuspended, string? LastRun, DateTimeOffset? LastRunAt)
{
    /// <summary>The schedules of an Application's CronJobs.</summary>
    public static IReadOnlyList<Schedule> Of(ClusterObjects cluster, Application application)
    {
        var own = application.Resources.Select(resource => resource.Reference).ToHashSet();
        return [.. cluster.Of(ResourceKind.CronJobs).Where(body => own.Contains(ObjectReference.Of(ResourceKind.CronJobs, body)))
            .Select(body => Read(cluster, body))];
    }

    /// <summary>How an Application without a pod that stays is doing, in a word; null where none of its CronJobs says so.</summary>
    public static string? WordOf(IReadOnlyList<Schedule> schedules) =>
        schedules.Count == 0 ? null : schedules.All(schedule => schedule.IsSuspended) ? "suspended" : "scheduled";

    /// <summary>In a line, but for how long ago it ran: <c>CronJob nightly: 0 3 * * * Europe/Zurich, last run failed</c>.</summary>
    public override string ToString() =>
        $"CronJob {CronJob}: {Cron}{(TimeZone.Length == 0 ? "" : $" {TimeZone}")}{(IsSuspended ? " (suspended)" : "")}, "
        + (LastRun is null ? "has not run yet" : $"last run {(LastRun == "running" ? "is running" : LastRun)}");

    private static Schedule Read(ClusterObjects cluster, JsonElement body)
    {
        var reference = ObjectReference.Of(ResourceKind.CronJobs, body);
        var newest = cluster.Of(ResourceKind.Jobs).Where(job => ObjectReference.OwnerOf(job) == reference).OrderByDescending(StartOf)
            .Select(job => (JsonElement?)job).FirstOrDefault();
        var (result, at) = newest is { } job ? (ResultOf(job), StartOf(job)) : (null, null);
        // History limits take a Job away before people have seen it: the CronJob knows of its last one all the same.
        if (body.TimeAt("status", "lastScheduleTime") is { } scheduled && (at is null || at < scheduled))
            (result, at) = (body.TimeAt("status", "lastSuccessfulTime") >= scheduled ? "succeeded" : "failed", scheduled);
        return new Schedule(
            body.NameOf(), body.TextAt("spec", "schedule"), body.TextAt("spec", "timeZone"), body.FlagAt("spec", "suspend"), result, at);
    }

    private static string ResultOf(JsonElement job) =>
        job.HasCondition("Complete") ? "succeeded" : job.HasCondition("Failed") ? "failed" : "running";

    private static DateTimeOffset? StartOf(JsonElement job) =>
        job.TimeAt("status", "startTime") ?? job.TimeAt("metadata", "creationTimestamp");
}
