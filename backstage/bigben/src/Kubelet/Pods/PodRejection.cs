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
        if (PodStatusWriter.Write(services, pod, value => Rejected(value, message)))
            services.Events.Record(new PodEvent(pod, null, true, Reason, message));
    }

    private static JsonObject Rejected(JsonObject value, string message)
    {
        var status = value["status"]?.DeepClone().AsObject() ?? [];
        status["phase"] = PodPhase.Failed;
        status["reason"] = Reason;
        status["message"] = $"Pod was rejected: {message}";
        return status;
    }
}
