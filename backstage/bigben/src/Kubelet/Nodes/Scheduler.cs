using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Events;
using BigBen.Kubelet.Pods;
using BigBen.Kubelet.Volumes;

namespace BigBen.Kubelet.Nodes;

/// <summary>The scheduler's part: there is one node, so every pod gets it that may have it.</summary>
internal static class Scheduler
{
    private static readonly WriteOptions Binding = new(Subresource: "binding");

    /// <summary>Gives a pod its node, once its claims have their volumes and the node is neither cordoned nor tainted for it.</summary>
    public static void Bind(KubeletServices services, JsonElement unbound)
    {
        var identity = PodIdentity.Of(unbound);
        if (new VolumeClaims(services.Store).Missing(unbound) is { } missing)
        {
            Wait(services, identity, $"0/1 nodes are available: {missing}. not found");
            return;
        }

        if (services.Store.Find(Kinds.Nodes, "", NodeAgent.NodeName) is { } node && NodeTaints.Refuses(node, unbound) is { } why)
        {
            Wait(
                services,
                identity,
                $"0/1 nodes are available: 1 {why}. no new claims to deallocate, "
                + "preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.");
            return;
        }

        // One that was deleted in the meantime has no node, and so nothing to end.
        var bound = services.Store.Change(
            Kinds.Pods, identity.Key, identity.Uid, pod => Bind(pod, services.Clock.GetUtcNow()), Binding);
        if (bound is not null)
            services.Events.Record(PodEvent.Scheduled(identity));
    }

    /// <summary>The pods that wait for a node.</summary>
    public static IEnumerable<NamespacedName> Waiting(IObjectStore store) => store.List(Kinds.Pods).Items
        .Where(pod => pod.TextAt("spec", "nodeName") is null)
        .Select(NamespacedName.Of);

    private static void Wait(KubeletServices services, PodIdentity pod, string message)
    {
        var now = services.Clock.GetUtcNow();
        PodStatusWriter.Write(services, pod, value =>
        {
            var status = value["status"]?.DeepClone().AsObject() ?? [];
            status["conditions"] = WithOthers(status, PodConditions.Unschedulable(value["metadata"]?["generation"], message, now));
            return status;
        });
        services.Events.Record(PodEvent.NotScheduled(pod, message));
    }

    private static JsonArray WithOthers(JsonObject status, JsonObject scheduled) => [
        scheduled,
        .. (status["conditions"] as JsonArray ?? [])
            .Where(condition => (string?)condition?["type"] != (string?)scheduled["type"])
            .Select(condition => condition?.DeepClone()),
    ];

    private static void Bind(JsonObject pod, DateTimeOffset now)
    {
        if (pod["spec"] is not JsonObject spec || pod["status"] is not JsonObject status)
            return;
        spec["nodeName"] = NodeAgent.NodeName;
        status["conditions"] = WithOthers(status, PodConditions.Scheduled(now));
    }
}
