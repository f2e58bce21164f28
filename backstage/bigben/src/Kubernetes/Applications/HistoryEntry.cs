namespace BigBen.Kubernetes.Applications;

/// <summary>A deployment that succeeded: an entry of Argo CD's <c>status.history</c>.</summary>
/// <param name="Id">Counts up from 0.</param>
/// <param name="Revision">The commit that chart and values were read at.</param>
/// <param name="Source">What was deployed.</param>
/// <param name="DeployedAt">When it was, UTC.</param>
internal sealed record HistoryEntry(int Id, string Revision, ApplicationSource Source, DateTimeOffset? DeployedAt)
{
    /// <summary>Reads an entry of <c>status.history</c>.</summary>
    public static HistoryEntry Read(JsonElement entry) => new(
        entry.NumberAt("id") ?? 0,
        entry.TextAt("revision"),
        ApplicationSource.Read(entry.At("source")),
        entry.TimeAt("deployedAt"));
}
