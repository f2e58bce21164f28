using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.ReplicaSets;

/// <summary>The status of a ReplicaSet.</summary>
internal static class ReplicaSetStatus
{
    /// <summary>Writes it. The counts are of the pods as they were before this reconciliation: the next one sees what it did.</summary>
    /// <param name="status">Where to.</param>
    /// <param name="set">The ReplicaSet that the counts belong to.</param>
    /// <param name="active">Its pods that are not being ended.</param>
    /// <param name="terminating">How many of its pods are.</param>
    /// <param name="minReady">How long a pod must be ready to be available.</param>
    /// <param name="failure">Why pods could not be made; null where they could.</param>
    /// <param name="now">The time.</param>
    public static void Write(
        JsonObject status,
        JsonElement set,
        IReadOnlyList<JsonElement> active,
        int terminating,
        TimeSpan minReady,
        string? failure,
        DateTimeOffset now)
    {
        var labels = set.FieldsAt("spec", "template", "metadata", "labels").ToList();
        status["replicas"] = active.Count;
        status.SetCount("fullyLabeledReplicas", active.Count(pod => labels.TrueForAll(label =>
            pod.TextAt("metadata", "labels", label.Name) == label.Value.GetString())));
        status.SetCount("readyReplicas", active.Count(pod => pod.IsReady()));
        status.SetCount("availableReplicas", active.Count(pod => pod.IsAvailable(minReady, now)));
        status["terminatingReplicas"] = terminating;
        status["observedGeneration"] = set.NumberAt("metadata", "generation");
        if (failure is null)
            Conditions.Remove(status, "ReplicaFailure");
        else
            Conditions.Set(status, "ReplicaFailure", "True", "FailedCreate", failure, now);
    }
}
