using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Health;

/// <summary>Applications that an Application holds: as healthy as they say they are.</summary>
internal static class ApplicationHealth
{
    public static HealthStatus Of(JsonElement live) => new(
        Enum.TryParse<HealthCode>(live.TextAt("status", "health", "status"), out var status) ? status : HealthCode.Progressing,
        live.TextAt("status", "health", "message") ?? "");
}
