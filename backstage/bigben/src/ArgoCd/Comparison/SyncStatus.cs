namespace BigBen.ArgoCd.Comparison;

/// <summary>Argo CD's <c>status.sync.status</c>: whether what runs is what git says.</summary>
internal enum SyncStatus
{
    /// <summary>It cannot be told, since git's side cannot be read or is not permitted.</summary>
    Unknown,

    /// <summary>What runs is what git says.</summary>
    Synced,

    /// <summary>What runs differs from git.</summary>
    OutOfSync,
}
