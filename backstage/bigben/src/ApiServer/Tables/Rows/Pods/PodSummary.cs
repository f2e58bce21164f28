using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables.Rows.Pods;

/// <summary>A pod in short, as <c>kubectl get pods</c> judges it.</summary>
/// <param name="Ready">How many containers are ready.</param>
/// <param name="Containers">How many there are, sidecars included.</param>
/// <param name="Reason">What it is at: its phase, or what keeps it from being there.</param>
/// <param name="Restarts">How often a container was started again.</param>
/// <param name="LastRestart">When the last of them had ended; null where none has.</param>
internal sealed record PodSummary(int Ready, int Containers, string Reason, long Restarts, DateTimeOffset? LastRestart)
{
    public static PodSummary Of(JsonElement pod)
    {
        var sidecars = pod.ItemsAt("spec", "initContainers")
            .Where(container => container.TextAt("restartPolicy") == "Always")
            .Select(container => container.NameField())
            .ToHashSet();
        var init = InitContainers.Of(pod, sidecars);
        var summary = new PodSummary(
            init.Ready,
            pod.ItemsAt("spec", "containers").Count() + sidecars.Count,
            init.Reason ?? Phase(pod),
            init.Restarts,
            init.LastRestart);
        if (init.Reason is null || pod.HasCondition("Initialized"))
            summary = summary.With(pod, init);
        return summary with { Reason = Ending(pod) ?? summary.Reason };
    }

    private PodSummary With(JsonElement pod, InitContainers init)
    {
        var (ready, reason, running) = (Ready, Reason, false);
        var (restarts, last) = (init.SidecarRestarts, init.LastSidecarRestart);
        // The first container has the last word.
        foreach (var container in pod.ItemsAt("status", "containerStatuses").Reverse())
        {
            restarts += container.NumberAt("restartCount") ?? 0;
            last = Later(last, container.LastEnd());
            if (container.TextAt("state", "waiting", "reason") is { Length: > 0 } waiting)
                reason = waiting;
            else if (container.At("state", "terminated") is { } terminated)
                reason = terminated.EndReason();
            else if (container.FlagAt("ready") && container.At("state", "running") is not null)
                (running, ready) = (true, ready + 1);
        }

        if (reason == "Completed" && running)
            reason = pod.HasCondition("Ready") ? "Running" : "NotReady";
        return this with { Ready = ready, Reason = reason, Restarts = restarts, LastRestart = last };
    }

    /// <summary>The later of two moments, either of which may not be known.</summary>
    public static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other ?? one : one;

    private static string Phase(JsonElement pod)
    {
        var gated = pod.ConditionOf("PodScheduled")?.TextAt("reason") == "SchedulingGated";
        return gated ? "SchedulingGated" : pod.TextAt("status", "reason").Or(pod.TextAt("status", "phase") ?? "");
    }

    private static string? Ending(JsonElement pod)
    {
        if (!pod.IsTerminating())
            return null;
        if (pod.TextAt("status", "reason") == "NodeLost")
            return "Unknown";
        return pod.TextAt("status", "phase") is "Succeeded" or "Failed" ? null : "Terminating";
    }
}
