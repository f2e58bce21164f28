using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.StatefulSets;

/// <summary>The status of a StatefulSet.</summary>
internal static class StatefulSetStatus
{
    /// <summary>
    /// Writes it. The counts are of the pods as they were before this reconciliation, less those that it gave up for a new template.
    /// </summary>
    /// <param name="status">Where to.</param>
    /// <param name="set">The StatefulSet that the counts belong to.</param>
    /// <param name="revisions">Its revisions.</param>
    /// <param name="pods">Its pods.</param>
    /// <param name="replaced">How many of them were given up.</param>
    /// <param name="now">The time.</param>
    public static void Write(
        JsonObject status, StatefulSet set, SetRevisions revisions, IReadOnlyList<JsonElement> pods, int replaced, DateTimeOffset now)
    {
        var (current, update) = (revisions.Current.NameOf(), revisions.Update.NameOf());
        var running = pods.Where(pod => pod.TextAt("status", "phase") == "Running").ToList();
        var (ready, updated) = (running.Count(pod => pod.IsReady()), CountOf(pods, update));
        status["observedGeneration"] = set.Value.NumberAt("metadata", "generation");
        status["replicas"] = pods.Count;
        status["availableReplicas"] = running.Count(pod => pod.IsAvailable(set.MinReady, now));
        status.SetCount("readyReplicas", ready);
        status.SetCount("updatedReplicas", updated);
        status["collisionCount"] = revisions.Collisions;
        status["updateRevision"] = update;
        var complete = !set.IsOnDelete && updated == set.Replicas && ready == set.Replicas && pods.Count == set.Replicas;
        status["currentRevision"] = complete ? update : current;
        status.SetCount("currentReplicas", complete ? updated : CountOf(pods, current) - replaced);
    }

    private static int CountOf(IEnumerable<JsonElement> pods, string revision) =>
        pods.Count(pod => !pod.IsTerminating() && pod.TextAt("metadata", "labels", StatefulSet.RevisionLabel) == revision);
}
