using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers;

/// <summary>What controllers ask of a pod.</summary>
internal static class PodState
{
    /// <summary>Whether the pod has ended for good.</summary>
    public static bool IsOver(this JsonElement pod) => pod.TextAt("status", "phase") is "Succeeded" or "Failed";

    /// <summary>Whether the pod counts as one that runs or will.</summary>
    public static bool IsActive(this JsonElement pod) => !pod.IsOver() && !pod.IsTerminating();

    public static bool IsReady(this JsonElement pod) => pod.HasCondition("Ready");

    /// <summary>Since when the pod is ready; null when it is not.</summary>
    public static DateTimeOffset? ReadySince(this JsonElement pod) =>
        pod.ConditionOf("Ready") is { } ready && ready.TextAt("status") == "True"
            ? ready.TimeAt("lastTransitionTime") ?? DateTimeOffset.MinValue
            : null;

    /// <summary>Whether the pod has been ready for as long as is asked for.</summary>
    public static bool IsAvailable(this JsonElement pod, TimeSpan minReady, DateTimeOffset now) =>
        pod.ReadySince() is { } since && (minReady == TimeSpan.Zero || now - since >= minReady);

    /// <summary>How often the container of the pod that was restarted most was restarted.</summary>
    public static long Restarts(this JsonElement pod) =>
        pod.ItemsAt("status", "containerStatuses").Select(status => status.NumberAt("restartCount") ?? 0).DefaultIfEmpty().Max();
}
