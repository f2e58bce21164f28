using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using BigBen.Delivery;

namespace BigBen.Console;

/// <summary>Argo CD's <c>ApplicationList</c>.</summary>
/// <param name="Metadata">The list's own metadata.</param>
/// <param name="Items">The Applications, by name.</param>
public sealed record ApplicationList(JsonObject Metadata, IReadOnlyList<ApplicationDocument> Items);

/// <summary>Argo CD's <c>Application</c>, with the fields and enums of its API (its <c>types.go</c>), and one of ours: <c>bigben</c>.</summary>
/// <param name="Metadata"><c>name</c>, <c>namespace</c>, labels, annotations.</param>
/// <param name="Spec">As git says.</param>
/// <param name="Status">As it stands.</param>
/// <param name="Bigben">What Argo CD has no field for.</param>
public sealed record ApplicationDocument(JsonObject Metadata, JsonObject Spec, ApplicationStatusDocument Status, BigBenDocument Bigben)
{
    /// <summary>The Application's name.</summary>
    [JsonIgnore]
    public string Name => Metadata["name"]!.GetValue<string>();

    /// <summary>Puts a status into Argo CD's shape.</summary>
    /// <param name="status">The status.</param>
    /// <param name="port">The port that its URLs are served on.</param>
    public static ApplicationDocument From(ApplicationStatus status, int port)
    {
        var body = status.Application.Manifest.Body;
        var urls = status.Urls.Select(url => $"{url}:{port}").ToList();
        var images = status.Application.Parameters.Where(parameter => parameter.Name == "image.repository")
            .Select(parameter => $"{parameter.Value}:{status.Application.Version}@{status.Application.Digest}");
        return new ApplicationDocument(
            (JsonObject)body["metadata"]!.DeepClone(),
            (JsonObject)body["spec"]!.DeepClone(),
            new ApplicationStatusDocument(
                new SyncDocument(status.Sync, status.Revision),
                new HealthDocument(status.Health.Status, status.Health.Message, status.HealthSince),
                OperationStateDocument.From(status.Operation),
                [.. status.History.Select(entry => new HistoryDocument(entry.Id, entry.Revision, entry.DeployedAt, entry.TargetRevision, entry.Version, entry.Digest))],
                [.. status.Resources.Select(resource => new ResourceDocument(
                    resource.Key.Group,
                    resource.ApiVersion.Split('/')[^1],
                    resource.Key.Kind,
                    resource.Key.Namespace,
                    resource.Key.Name,
                    resource.Sync,
                    resource.Health,
                    resource.RequiresPruning))],
                [.. status.Conditions.Select(condition => new ConditionDocument(status.Sync == SyncStatus.Unknown ? "ComparisonError" : "SyncError", condition))],
                new SummaryDocument(urls, [.. images])),
            new BigBenDocument(
                status.Application.Namespace,
                status.Application.ReleaseName,
                status.Application.Version,
                status.Application.Digest,
                status.Application.TargetRevision,
                status.History.Count == 0 ? null : status.History[^1].DeployedAt,
                status.Replicas,
                status.ReadyReplicas));
    }
}

/// <summary>Argo CD's <c>status</c> of an Application.</summary>
public sealed record ApplicationStatusDocument(
    SyncDocument Sync,
    HealthDocument Health,
    OperationStateDocument? OperationState,
    IReadOnlyList<HistoryDocument> History,
    IReadOnlyList<ResourceDocument> Resources,
    IReadOnlyList<ConditionDocument> Conditions,
    SummaryDocument Summary);

/// <summary>Argo CD's <c>status.sync</c>.</summary>
public sealed record SyncDocument(SyncStatus Status, string Revision);

/// <summary>Argo CD's <c>status.health</c>.</summary>
public sealed record HealthDocument(HealthCode Status, string Message, DateTimeOffset LastTransitionTime);

/// <summary>Argo CD's <c>status.history[]</c>, with what the record named.</summary>
public sealed record HistoryDocument(int Id, string Revision, DateTimeOffset DeployedAt, string TargetRevision, string Version, string Digest);

/// <summary>Argo CD's <c>status.resources[]</c>.</summary>
public sealed record ResourceDocument(
    string Group, string Version, string Kind, string Namespace, string Name, SyncStatus Status, HealthStatus? Health, bool RequiresPruning);

/// <summary>Argo CD's <c>status.conditions[]</c>.</summary>
public sealed record ConditionDocument(string Type, string Message);

/// <summary>Argo CD's <c>status.summary</c>.</summary>
public sealed record SummaryDocument([property: JsonPropertyName("externalURLs")] IReadOnlyList<string> ExternalUrls, IReadOnlyList<string> Images);

/// <summary>Argo CD's <c>status.operationState</c>.</summary>
public sealed record OperationStateDocument(
    OperationPhase Phase, string Message, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, SyncResultDocument SyncResult)
{
    /// <summary>The last sync in Argo CD's shape; null before the first.</summary>
    internal static OperationStateDocument? From(OperationState? state) =>
        state is null ? null : new OperationStateDocument(state.Phase, state.Message, state.StartedAt, state.FinishedAt, new SyncResultDocument(state.Revision));
}

/// <summary>Argo CD's <c>status.operationState.syncResult</c>.</summary>
public sealed record SyncResultDocument(string Revision);

/// <summary>What the platform knows of an Application and Argo CD has no field for.</summary>
/// <param name="Environment">The environment, such as <c>developer</c>.</param>
/// <param name="Service">The service, such as <c>service-a</c>.</param>
/// <param name="Version">The version that its URL must answer: the image tag.</param>
/// <param name="Digest">The image digest.</param>
/// <param name="TargetRevision">The branch, tag or commit that the record names.</param>
/// <param name="DeployedAt">When the current state was applied, UTC; null before the first time.</param>
/// <param name="Replicas">Pods wanted.</param>
/// <param name="ReadyReplicas">Pods ready.</param>
public sealed record BigBenDocument(
    string Environment, string Service, string Version, string Digest, string TargetRevision, DateTimeOffset? DeployedAt, int Replicas, int ReadyReplicas);
