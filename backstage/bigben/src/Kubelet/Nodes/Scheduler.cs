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
    /// <summary>Gives a pod its node.</summary>
    public static void Bind(KubeletServices services, JsonElement pod)
    {
        var identity = PodIdentity.Of(pod);
        try
        {
            services.Store.Update(PodIdentity.Resource, identity.Namespace, identity.Name, value =>
            {
                if (ObjectMeta.Text(value, "uid") == identity.Uid && value["spec"] is JsonObject spec)
                    spec["nodeName"] = NodeAgent.NodeName;
                return value;
            });
            services.Store.Update(
                PodIdentity.Resource,
                identity.Namespace,
                identity.Name,
                value =>
                {
                    if (ObjectMeta.Text(value, "uid") == identity.Uid && value["status"] is JsonObject status)
                    {
                        var others = (status["conditions"] as JsonArray ?? []).Select(condition => condition?.DeepClone());
                        status["conditions"] = new JsonArray([PodConditions.Scheduled(services.Clock.GetUtcNow()), .. others]);
                    }

                    return value;
                },
                new WriteOptions(Subresource: "status"));
        }
        catch (StatusException e) when (e.Reason == StatusReason.NotFound)
        {
            // Deleted in the meantime: a pod without a node has nothing to end.
            return;
        }

        services.Events.Record(PodEvent.Scheduled(identity));
    }
}
