namespace BigBen.Kubernetes.Applications;

/// <summary>One object of an Application, as Argo CD's <c>status.resources</c> judges it.</summary>
/// <param name="Reference">Which object.</param>
/// <param name="Version">The version of its API group.</param>
/// <param name="Sync">Whether it is what git says; null for a hook, which is not compared.</param>
/// <param name="Health">Its health; null for a kind that has none, such as a ConfigMap.</param>
/// <param name="RequiresPruning">Whether git no longer has it.</param>
internal sealed record ManagedObject(
    ObjectReference Reference, string Version, SyncStatus? Sync, HealthStatus? Health, bool RequiresPruning)
{
    /// <summary>Reads an entry of <c>status.resources</c>.</summary>
    public static ManagedObject Read(JsonElement entry) => new(
        new ObjectReference(entry.TextAt("group"), entry.TextAt("kind"), entry.TextAt("namespace"), entry.TextAt("name")),
        entry.TextAt("version"),
        Enum.TryParse<SyncStatus>(entry.TextAt("status"), out var sync) ? sync : null,
        HealthStatus.Read(entry.At("health")),
        entry.FlagAt("requiresPruning"));
}
