using BigBen.Console;
using BigBen.Delivery;

namespace BigBen.Verbs;

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
    string? Url)
{
    public static StatusRow From(ApplicationDocument application) => new(
        application.Name,
        application.Bigben.Environment,
        application.Bigben.Service,
        application.Status.Sync.Status,
        application.Status.Health.Status,
        string.Join(" ", application.Status.Conditions.Select(condition => condition.Message).Append(application.Status.Health.Message).Where(text => text.Length > 0)),
        application.Bigben.Replicas,
        application.Bigben.ReadyReplicas,
        application.Bigben.Version,
        application.Bigben.TargetRevision,
        application.Status.Sync.Revision,
        application.Bigben.Digest,
        application.Bigben.DeployedAt,
        application.Status.Summary.ExternalUrls.Count > 0 ? application.Status.Summary.ExternalUrls[0] : null);

    public IReadOnlyList<string> Cells(DateTimeOffset now) =>
    [
        Application,
        $"{Sync}",
        $"{Health}",
        $"{ReadyReplicas}/{Replicas}",
        Version,
        Revision.Length == 40 ? Revision[..7] : Revision.Replace("refs/tags/", "", StringComparison.Ordinal),
        DeployedAt is { } at ? Age(now - at) : "",
        Url ?? "",
    ];

    private static string Age(TimeSpan age) =>
        age.TotalMinutes < 1 ? $"{age.Seconds}s"
        : age.TotalHours < 1 ? $"{age.Minutes}m{age.Seconds}s"
        : age.TotalDays < 1 ? $"{age.Hours}h{age.Minutes}m"
        : $"{(int)age.TotalDays}d{age.Hours}h";
}
