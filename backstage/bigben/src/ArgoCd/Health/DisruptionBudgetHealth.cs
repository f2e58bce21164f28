using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Health;

/// <summary>PodDisruptionBudgets: healthy whatever they allow, as soon as it has been worked out.</summary>
internal static class DisruptionBudgetHealth
{
    public static HealthStatus Of(JsonElement live)
    {
        if (live.ConditionOf("DisruptionAllowed") is not { } condition)
            return new HealthStatus(HealthCode.Progressing, "Waiting for status");
        var reason = condition.TextAt("reason");
        return new HealthStatus(reason == "SyncFailed" ? HealthCode.Degraded : HealthCode.Healthy, $"PodDisruptionBudget has {reason}");
    }
}
