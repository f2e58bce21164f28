using System.Text.Json.Serialization;

namespace BigBen.Kubernetes.Applications;

/// <summary>Argo CD's <c>status.sync.status</c>: whether what runs is what git says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SyncStatus>))]
internal enum SyncStatus
{
    /// <summary>It cannot be told, since git's side does not render.</summary>
    Unknown,

    /// <summary>What runs is what git says.</summary>
    Synced,

    /// <summary>What runs differs from git.</summary>
    OutOfSync,
}
