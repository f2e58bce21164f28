using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Health;

/// <summary>Deployments and ReplicaSets.</summary>
internal static class WorkloadHealth
{
    /// <summary>As <c>kubectl rollout status</c> tells it.</summary>
    public static HealthStatus OfDeployment(JsonElement live)
    {
        if (live.FlagAt("spec", "paused"))
            return new HealthStatus(HealthCode.Suspended, "Deployment is paused");
        if (IsUnobserved(live))
            return Waiting("observed deployment generation less than desired generation");
        if (live.ConditionOf("Progressing")?.TextAt("reason") == "ProgressDeadlineExceeded")
            return new HealthStatus(HealthCode.Degraded, $"Deployment \"{live.NameOf()}\" exceeded its progress deadline");
        var (wanted, updated) = (Wanted(live), Count(live, "updatedReplicas"));
        if (updated < wanted)
            return Waiting($"{updated} out of {wanted} new replicas have been updated...");
        if (Count(live, "replicas") is var all && all > updated)
            return Waiting($"{all - updated} old replicas are pending termination...");
        return Count(live, "availableReplicas") is var available && available < updated
            ? Waiting($"{available} of {updated} updated replicas are available...")
            : new HealthStatus(HealthCode.Healthy);
    }

    public static HealthStatus OfReplicaSet(JsonElement live)
    {
        if (IsUnobserved(live))
            return Waiting("observed replica set generation less than desired generation");
        if (live.ConditionOf("ReplicaFailure") is { } failure && failure.TextAt("status") == "True")
            return new HealthStatus(HealthCode.Degraded, failure.TextAt("message") ?? "");
        return (Wanted(live), Count(live, "availableReplicas")) is var (wanted, available) && available < wanted
            ? Waiting($"{available} out of {wanted} new replicas are available...")
            : new HealthStatus(HealthCode.Healthy);
    }

    private static HealthStatus Waiting(string what) => new(HealthCode.Progressing, $"Waiting for rollout to finish: {what}");

    private static bool IsUnobserved(JsonElement live) =>
        live.NumberAt("metadata", "generation") > (live.NumberAt("status", "observedGeneration") ?? 0);

    private static long Wanted(JsonElement live) => live.NumberAt("spec", "replicas") ?? 1;

    private static long Count(JsonElement live, string field) => live.NumberAt("status", field) ?? 0;
}
