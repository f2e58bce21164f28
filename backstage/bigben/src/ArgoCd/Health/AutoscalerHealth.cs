using BigBen.ApiServer.Resources;

namespace BigBen.ArgoCd.Health;

/// <summary>HorizontalPodAutoscalers, by the reasons of their conditions.</summary>
internal static class AutoscalerHealth
{
    private static readonly HashSet<(string? Type, string? Reason)> Degraded =
    [
        ("AbleToScale", "FailedGetScale"), ("AbleToScale", "FailedUpdateScale"),
        ("ScalingActive", "FailedGetResourceMetric"), ("ScalingActive", "InvalidSelector"),
    ];

    private static readonly HashSet<(string? Type, string? Reason)> Healthy =
    [
        ("AbleToScale", "SucceededRescale"), ("AbleToScale", "ReadyForNewScale"), ("ScalingLimited", "DesiredWithinRange"),
        ("ScalingLimited", "TooFewReplicas"), ("ScalingLimited", "TooManyReplicas"),
    ];

    public static HealthStatus Of(JsonElement live)
    {
        foreach (var condition in live.ItemsAt("status", "conditions"))
        {
            var reason = (condition.TextAt("type"), condition.TextAt("reason"));
            if (Degraded.Contains(reason))
                return new HealthStatus(HealthCode.Degraded, condition.TextAt("message") ?? "");
            if (Healthy.Contains(reason))
                return new HealthStatus(HealthCode.Healthy, condition.TextAt("message") ?? "");
        }

        return new HealthStatus(HealthCode.Progressing, "Waiting to Autoscale");
    }
}
