namespace BigBen.ApiServer.Registry;

/// <summary>How an object is deleted: Kubernetes' <c>DeleteOptions</c>.</summary>
/// <param name="GracePeriodSeconds">How long it may take to end; null for what the object itself asks for. Pods only.</param>
/// <param name="PropagationPolicy">
/// <c>Foreground</c>, <c>Background</c>, <c>Orphan</c>; null for the kind's own, which is <c>Background</c>.
/// </param>
/// <param name="Uid">The uid that the object must have; null for any.</param>
/// <param name="ResourceVersion">The version that the object must have; null for any.</param>
/// <param name="DryRun">Whether everything happens but the deletion.</param>
internal sealed record DeleteOptions(
    long? GracePeriodSeconds = null,
    string? PropagationPolicy = null,
    string? Uid = null,
    string? ResourceVersion = null,
    bool DryRun = false);
