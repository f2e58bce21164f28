using System.Text.Json.Nodes;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.Kubelet.Events;

namespace BigBen.Kubelet.Pods;

/// <summary>Turns a pod away that there is no room for, as the kubelet does: it has failed before it ran.</summary>
internal static class PodRejection
{
    private const string Reason = "OutOfpods";

    /// <summary>Writes it into the pod's status, and tells it.</summary>
    /// <param name="services">What all pods share.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="used">How many pods run.</param>
    public static void Write(KubeletServices services, PodIdentity pod, int used)
    {
        var message = $"Node didn't have enough resource: pods, requested: 1, used: {used}, capacity: {services.Options.MostPods}";
        try
        {
            services.Store.Update(
                PodIdentity.Resource,
                pod.Namespace,
                pod.Name,
                value => Rejected(value, pod, message),
                new WriteOptions(Subresource: "status"));
        }
        catch (StatusException e) when (e.Reason == StatusReason.NotFound)
        {
            // Deleted in the meantime.
            return;
        }

        services.Events.Record(new PodEvent(pod, null, true, Reason, message));
    }

    private static JsonObject Rejected(JsonObject value, PodIdentity pod, string message)
    {
        if (ObjectMeta.Text(value, "uid") != pod.Uid)
            return value;
        var status = value["status"]?.AsObject() ?? [];
        status["phase"] = PodPhase.Failed;
        status["reason"] = Reason;
        status["message"] = $"Pod was rejected: {message}";
        value["status"] = status;
        return value;
    }
}
