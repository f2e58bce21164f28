using BigBen.ApiServer.Registry;
using BigBen.Kubelet.Containers;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Pods;

/// <summary>A pod's <c>status</c> as a kubelet writes it, field by field in Kubernetes' order.</summary>
internal static class PodStatusDocument
{
    /// <summary>The status that follows from a pod's state.</summary>
    /// <param name="pod">The pod as it is in the store.</param>
    /// <param name="state">The state.</param>
    /// <param name="now">The time.</param>
    public static JsonObject Of(JsonObject pod, PodState state, DateTimeOffset now)
    {
        var before = pod["status"] as JsonObject ?? [];
        var generation = pod["metadata"]?["generation"];
        var status = new JsonObject();
        if (generation is not null)
            status["observedGeneration"] = generation.DeepClone();
        status["phase"] = state.Phase;
        status["conditions"] = PodConditions.Of(state, before["conditions"] as JsonArray, generation, now);
        status["hostIP"] = NodeAgent.Address;
        status["hostIPs"] = Addresses();
        if (state.ReadyToStart || before["podIP"] is not null)
        {
            status["podIP"] = NodeAgent.Address;
            status["podIPs"] = Addresses();
        }

        status["startTime"] = ObjectMeta.Time(state.StartTime);
        if (state.Containers.Any(container => container.Role != ContainerRole.Regular))
            status["initContainerStatuses"] = Statuses(state.Containers.Where(container => container.Role != ContainerRole.Regular));
        status["containerStatuses"] = Statuses(state.Regular);
        var resources = new PodResources(pod["spec"] as JsonObject ?? []);
        status["qosClass"] = resources.QosClass;
        if (resources.Requests is { Count: > 0 } requests)
            status["allocatedResources"] = requests.DeepClone();
        status["resources"] = resources.Total;
        return status;
    }

    private static JsonArray Statuses(IEnumerable<ContainerStatus> containers) =>
        [.. containers.Select(container => container.ToJson())];

    private static JsonArray Addresses() => [new JsonObject { ["ip"] = NodeAgent.Address }];
}
