using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Health;

/// <summary>PersistentVolumeClaims, by their phase.</summary>
internal static class ClaimHealth
{
    public static HealthStatus Of(JsonElement live) => new(live.TextAt("status", "phase") switch
    {
        "Lost" => HealthCode.Degraded,
        "Pending" => HealthCode.Progressing,
        "Bound" => HealthCode.Healthy,
        _ => HealthCode.Unknown,
    });
}
