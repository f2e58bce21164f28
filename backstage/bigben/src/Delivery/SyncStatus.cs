using System.Text.Json.Serialization;

namespace BigBen.Delivery;

/// <summary>Argo CD's <c>status.sync.status</c>: whether what runs is what git says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SyncStatus>))]
public enum SyncStatus
{
    /// <summary>It cannot be told, since git's side does not render.</summary>
    Unknown,

    /// <summary>What runs is what git says.</summary>
    Synced,

    /// <summary>What runs differs from git.</summary>
    OutOfSync,
}

/// <summary>Argo CD's <c>status.operationState.phase</c>: how the last sync went.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OperationPhase>))]
public enum OperationPhase
{
    /// <summary>Everything was applied.</summary>
    Succeeded,

    /// <summary>Something could not be applied.</summary>
    Failed,
}
