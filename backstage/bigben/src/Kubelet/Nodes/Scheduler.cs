using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.Kubelet.Events;
using BigBen.Kubelet.Pods;

namespace BigBen.Kubelet.Nodes;

/// <summary>The scheduler's part: there is one node, so every pod gets it.</summary>
internal static class Scheduler
{
    private static readonly WriteOptions Binding = new(Subresource: "binding");

    /// <summary>Gives a pod its node.</summary>
    public static void Bind(KubeletServices services, JsonElement unbound)
    {
        var identity = PodIdentity.Of(unbound);
        try
        {
            services.Store.Update(
                PodIdentity.Resource,
                identity.Namespace,
                identity.Name,
                pod => Bound(pod, identity, services.Clock.GetUtcNow()),
                Binding);
        }
        catch (StatusException e) when (e.Reason == StatusReason.NotFound)
        {
            // Deleted in the meantime: a pod without a node has nothing to end.
            return;
        }

        services.Events.Record(PodEvent.Scheduled(identity));
    }

    private static JsonObject Bound(JsonObject pod, PodIdentity identity, DateTimeOffset now)
    {
        if (ObjectMeta.Text(pod, "uid") != identity.Uid || pod["spec"] is not JsonObject spec || pod["status"] is not JsonObject status)
            return pod;
        spec["nodeName"] = NodeAgent.NodeName;
        var others = (status["conditions"] as JsonArray ?? []).Select(condition => condition?.DeepClone());
        status["conditions"] = new JsonArray([PodConditions.Scheduled(now), .. others]);
        return pod;
    }
}
