using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Health;

/// <summary>StatefulSets, which update pod by pod.</summary>
internal static class StatefulSetHealth
{
    public static HealthStatus Of(JsonElement live)
    {
        var observed = live.NumberAt("status", "observedGeneration") ?? 0;
        if (observed == 0 || live.NumberAt("metadata", "generation") > observed)
            return new HealthStatus(HealthCode.Progressing, "Waiting for statefulset spec update to be observed...");
        var (wanted, ready) = (live.NumberAt("spec", "replicas") ?? 1, live.NumberAt("status", "readyReplicas") ?? 0);
        if (ready < wanted)
            return new HealthStatus(HealthCode.Progressing, $"Waiting for {wanted - ready} pods to be ready...");
        if (live.TextAt("spec", "updateStrategy", "type") == "OnDelete")
            return new HealthStatus(HealthCode.Healthy, $"statefulset has {ready} ready pods");
        var updated = live.NumberAt("status", "updatedReplicas") ?? 0;
        var revision = live.TextAt("status", "updateRevision");
        return revision == live.TextAt("status", "currentRevision")
            ? new HealthStatus(
                HealthCode.Healthy,
                $"statefulset rolling update complete {live.NumberAt("status", "currentReplicas") ?? 0} pods at revision {revision}...")
            : new HealthStatus(
                HealthCode.Progressing, $"waiting for statefulset rolling update to complete {updated} pods at revision {revision}...");
    }
}
