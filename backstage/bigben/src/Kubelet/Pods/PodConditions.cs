using BigBen.ApiServer.Registry;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Pods;

/// <summary>The conditions of a pod that are the kubelet's; those of others are kept as they are.</summary>
internal static class PodConditions
{
    private static readonly string[] Owned = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];

    /// <summary>The conditions that follow from a pod's state, in the kubelet's order.</summary>
    /// <param name="state">The state.</param>
    /// <param name="before">The conditions as they are: a status that stays keeps its time.</param>
    /// <param name="generation">The pod's generation.</param>
    /// <param name="now">The time.</param>
    public static JsonArray Of(PodState state, JsonArray? before, JsonNode? generation, DateTimeOffset now)
    {
        var (ready, reason, message) = Readiness(state);
        var wanted = new[]
        {
            Condition(Owned[0], state is { ReadyToStart: true, IsFinished: false }),
            Initialized(state),
            Condition(Owned[2], ready, reason, message),
            Condition(Owned[3], ready, reason, message),
            Condition(Owned[4], true),
        };
        var known = before?.OfType<JsonObject>().ToList() ?? [];
        foreach (var condition in wanted)
        {
            if (generation is not null)
                condition.Insert(1, "observedGeneration", generation.DeepClone());
            Time(condition, known.Find(old => (string?)old["type"] == (string?)condition["type"]), now);
        }

        var others = known.Where(old => !Owned.Contains((string?)old["type"])).Select(old => old.DeepClone());
        return [.. wanted, .. others];
    }

    /// <summary>The condition of a pod that has got its node.</summary>
    public static JsonObject Scheduled(DateTimeOffset now)
    {
        var condition = Condition(Owned[4], true);
        Time(condition, null, now);
        return condition;
    }

    /// <summary>The condition of a pod that cannot get one yet.</summary>
    /// <param name="generation">The pod's generation.</param>
    /// <param name="message">Why.</param>
    /// <param name="now">The time.</param>
    public static JsonObject Unschedulable(JsonNode? generation, string message, DateTimeOffset now)
    {
        var condition = Condition(Owned[4], false, "Unschedulable", message);
        if (generation is not null)
            condition.Insert(1, "observedGeneration", generation.DeepClone());
        Time(condition, null, now);
        return condition;
    }

    private static JsonObject Initialized(PodState state) => state.Incomplete is { Count: > 0 } incomplete
        ? Condition(Owned[1], false, "ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', incomplete)}]")
        : Condition(Owned[1], true, state.Phase == PodPhase.Succeeded ? "PodCompleted" : null);

    private static (bool Ready, string? Reason, string? Message) Readiness(PodState state)
    {
        if (PodPhase.IsFinal(state.Phase))
            return (false, state.Phase == PodPhase.Succeeded ? "PodCompleted" : "PodFailed", null);
        var unready = state.Containers.Where(container => container is { Ready: false, Role: not ContainerRole.Init })
            .Select(container => container.Name).ToList();
        return unready.Count == 0
            ? (true, null, null)
            : (false, "ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]");
    }

    private static JsonObject Condition(string type, bool status, string? reason = null, string? message = null)
    {
        var condition = new JsonObject
        {
            ["type"] = type,
            ["status"] = status ? "True" : "False",
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = null,
        };
        if (reason is not null)
            condition["reason"] = reason;
        if (message is not null)
            condition["message"] = message;
        return condition;
    }

    private static void Time(JsonObject condition, JsonObject? old, DateTimeOffset now) =>
        condition["lastTransitionTime"] = old is not null && (string?)old["status"] == (string?)condition["status"]
            ? old["lastTransitionTime"]?.DeepClone()
            : ObjectMeta.Time(now);
}
