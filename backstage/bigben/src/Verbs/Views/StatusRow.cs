using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;
using BigBen.Kubernetes.Questions;

namespace BigBen.Verbs.Views;

/// <summary>One Application in <c>status</c>; with <c>--json</c> these are the fields.</summary>
internal sealed record StatusRow(
    string Application,
    string Environment,
    string Service,
    SyncStatus Sync,
    HealthCode Health,
    string Message,
    int Replicas,
    int ReadyReplicas,
    string Version,
    string Revision,
    string Commit,
    string Digest,
    DateTimeOffset? DeployedAt,
    string? Url,
    bool Asleep,
    IReadOnlyList<Schedule> Schedules)
{
    /// <summary>The row of an Application.</summary>
    /// <param name="cluster">The platform's objects.</param>
    /// <param name="application">The Application.</param>
    /// <param name="port">The port of this machine that URLs are served on.</param>
    public static StatusRow From(ClusterObjects cluster, Application application, int port)
    {
        var (wanted, ready) = ServicePods.ReplicasOf(cluster, application);
        return new StatusRow(
            application.Name,
            application.Environment,
            application.Service,
            application.Sync,
            application.Health.Status,
            string.Join(
                " ",
                application.Errors.Append(application.Health.Message).Concat(Troubles(cluster, application)).Append(application.Drift)
                    .Where(text => text.Length > 0)),
            wanted,
            ready,
            application.Source.Tag,
            application.Source.TargetRevision,
            application.Revision,
            application.Source.Digest,
            application.DeployedAt,
            ApplicationUrls.Of(cluster, application) is [var url, ..] ? PlatformHosts.AtPort(url, port) : null,
            ServicePods.IsAsleep(cluster, application),
            Schedule.Of(cluster, application));
    }

    public IReadOnlyList<string> Cells(DateTimeOffset now) =>
    [
        Application,
        $"{Sync}",
        $"{Health}",
        Asleep ? "asleep" : Replicas == 0 && Schedule.WordOf(Schedules) is { } word ? word : $"{ReadyReplicas}/{Replicas}",
        Version,
        Revision.Length == 40 ? Revision[..7] : Revision.Replace("refs/tags/", "", StringComparison.Ordinal),
        DeployedAt is { } at ? Age(now - at) : "",
        Url ?? "",
    ];

    /// <summary>When its CronJobs run and what their last runs came to, a line each.</summary>
    public IEnumerable<string> Times(DateTimeOffset now) =>
        Schedules.Select(schedule => $"{Application}: {schedule}{(schedule.LastRunAt is { } at ? $", {Age(now - at)} ago" : "")}");

    private static IEnumerable<string> Troubles(ClusterObjects cluster, Application application) =>
        ServicePods.HopelessOf(cluster, application).Select(pod => $"Pod {pod.Name} is in {pod.LastEnd}{Shows(application, pod)}.");

    private static string Shows(Application application, Pod pod) =>
        pod.AllContainers.Any(container => container.LastEnd is not null)
            ? $"; './bootstrap/big-ben.sh logs {application.Name}' shows why"
            : "";

    private static string Age(TimeSpan age) =>
        age.TotalMinutes < 1 ? $"{age.Seconds}s"
        : age.TotalHours < 1 ? $"{age.Minutes}m{age.Seconds}s"
        : age.TotalDays < 1 ? $"{age.Hours}h{age.Minutes}m"
        : $"{(int)age.TotalDays}d{age.Hours}h";
}
