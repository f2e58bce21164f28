using BigBen.Manifests;

namespace BigBen.Delivery;

/// <summary>One object of an Application, compared and judged.</summary>
/// <param name="Key">Which object.</param>
/// <param name="ApiVersion">Its API version.</param>
/// <param name="Sync">Whether it is what git says.</param>
/// <param name="Health">Its health; null for a kind that has none, such as a ConfigMap.</param>
/// <param name="RequiresPruning">Whether git no longer has it.</param>
public sealed record ResourceStatus(ObjectKey Key, string ApiVersion, SyncStatus Sync, HealthStatus? Health, bool RequiresPruning);

/// <summary>How the last sync went.</summary>
/// <param name="Phase">Whether it succeeded.</param>
/// <param name="Message">What it did, or why it failed.</param>
/// <param name="Revision">The commit it applied.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="FinishedAt">UTC.</param>
public sealed record OperationState(OperationPhase Phase, string Message, string Revision, DateTimeOffset StartedAt, DateTimeOffset FinishedAt);

/// <summary>A deployment that succeeded.</summary>
/// <param name="Id">Counts up from 0.</param>
/// <param name="Revision">The commit that chart and values were read at.</param>
/// <param name="TargetRevision">The branch, tag or commit that the record named.</param>
/// <param name="Version">The image tag.</param>
/// <param name="Digest">The image digest.</param>
/// <param name="DeployedAt">UTC.</param>
public sealed record HistoryEntry(int Id, string Revision, string TargetRevision, string Version, string Digest, DateTimeOffset DeployedAt);

/// <summary>An Application as it stands, in Argo CD's words.</summary>
/// <param name="Application">What git says of it.</param>
/// <param name="Sync">Whether what runs is what git says.</param>
/// <param name="Revision">The commit that it was last compared with; empty before the first comparison.</param>
/// <param name="Health">The worst health of its objects.</param>
/// <param name="HealthSince">When that health began, UTC.</param>
/// <param name="Conditions">What stands in the way, one sentence each.</param>
/// <param name="Operation">The last sync; null before the first.</param>
/// <param name="History">Deployments, oldest first; the last ten, as Argo CD keeps.</param>
/// <param name="Resources">Its objects.</param>
/// <param name="Urls">The URLs that its Ingresses serve, without port.</param>
/// <param name="Services">The names and first ports of its Services, as pods address them.</param>
/// <param name="Replicas">Pods wanted.</param>
/// <param name="ReadyReplicas">Pods ready.</param>
public sealed record ApplicationStatus(
    Application Application,
    SyncStatus Sync,
    string Revision,
    HealthStatus Health,
    DateTimeOffset HealthSince,
    IReadOnlyList<string> Conditions,
    OperationState? Operation,
    IReadOnlyList<HistoryEntry> History,
    IReadOnlyList<ResourceStatus> Resources,
    IReadOnlyList<string> Urls,
    IReadOnlyList<ServiceAddress> Services,
    int Replicas,
    int ReadyReplicas);

/// <summary>How a pod of the same namespace addresses a Service.</summary>
/// <param name="Name">The Service's name.</param>
/// <param name="Port">Its first port, by convention the public one.</param>
public sealed record ServiceAddress(string Name, int Port);
