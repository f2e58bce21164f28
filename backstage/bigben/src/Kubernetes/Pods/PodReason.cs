namespace BigBen.Kubernetes.Pods;

/// <summary>The column STATUS of <c>kubectl get pods</c>: Kubernetes' <c>printPod</c>.</summary>
internal static class PodReason
{
    /// <summary>What a pod is at: its phase, or what keeps it from being there.</summary>
    public static string Of(JsonElement pod, IReadOnlyList<ContainerStatus> containers)
    {
        var isEnded = pod.TextAt("status", "phase") is "Succeeded" or "Failed";
        if (pod.At("metadata", "deletionTimestamp") is not null && pod.TextAt("status", "reason") == "NodeLost")
            return "Unknown";
        if (pod.At("metadata", "deletionTimestamp") is not null && !isEnded)
            return "Terminating";
        var init = pod.HasCondition("Initialized") ? null : Init(pod);
        return init ?? OfContainers(containers, pod.HasCondition("Ready")) ?? Phase(pod);
    }

    // The first container has the last word; one that completed beside one that runs does not count.
    private static string? OfContainers(IReadOnlyList<ContainerStatus> containers, bool ready)
    {
        var reason = containers.Select(container => container.Waiting is { Length: > 0 } waiting ? waiting : container.Ended?.ToString())
            .FirstOrDefault(found => found is not null);
        if (reason == "Completed" && containers.Any(container => container is { Ready: true, StartedAt: not null }))
            return ready ? "Running" : "NotReady";
        return reason;
    }

    private static string? Init(JsonElement pod)
    {
        var sidecars = pod.ItemsAt("spec", "initContainers").Where(container => container.TextAt("restartPolicy") == "Always")
            .Select(container => container.TextAt("name")).ToHashSet();
        var statuses = pod.ItemsAt("status", "initContainerStatuses").ToList();
        var waited = statuses.FindIndex(status => !IsDone(status, sidecars));
        if (waited < 0)
            return null;
        var container = ContainerStatus.Read(statuses[waited]);
        return container switch
        {
            { Ended: { } ended } => $"Init:{ended}",
            { Waiting: { Length: > 0 } reason } when reason != "PodInitializing" => $"Init:{reason}",
            _ => $"Init:{waited}/{pod.ItemsAt("spec", "initContainers").Count()}",
        };
    }

    private static bool IsDone(JsonElement status, HashSet<string> sidecars) =>
        status.NumberAt("state", "terminated", "exitCode") == 0 || (sidecars.Contains(status.TextAt("name")) && status.FlagAt("started"));

    private static string Phase(JsonElement pod)
    {
        if (pod.ConditionOf("PodScheduled")?.TextAt("reason") == "SchedulingGated")
            return "SchedulingGated";
        return pod.TextAt("status", "reason") is { Length: > 0 } reason ? reason : pod.TextAt("status", "phase");
    }
}
