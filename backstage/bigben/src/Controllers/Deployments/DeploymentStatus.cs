using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Deployments;

/// <summary>The status of a Deployment, with Kubernetes' reasons and messages (pkg/controller/deployment/progress.go).</summary>
internal static class DeploymentStatus
{
    public const string Progressing = "Progressing";
    public const string NewReplicaSetAvailable = "NewReplicaSetAvailable";
    public const string TimedOut = "ProgressDeadlineExceeded";

    private const string Available = "Available";
    private const string ReplicaFailure = "ReplicaFailure";

    /// <summary>Writes the counts, and whether enough pods are available.</summary>
    public static void WriteCounts(JsonObject status, Rollout rollout, DateTimeOffset now)
    {
        var deployment = rollout.Deployment;
        var all = rollout.All.ToList();
        var available = all.Sum(set => set.Available);
        status["observedGeneration"] = deployment.Value.NumberAt("metadata", "generation");
        status.SetCount("replicas", all.Sum(set => set.Actual));
        status.SetCount("updatedReplicas", rollout.New?.Actual ?? 0);
        status.SetCount("readyReplicas", all.Sum(set => set.Ready));
        status.SetCount("availableReplicas", available);
        status.SetCount("unavailableReplicas", Math.Max(0, all.Sum(set => set.Replicas) - available));
        status["terminatingReplicas"] = all.Sum(set => set.Terminating);
        if (available >= deployment.Replicas - deployment.MaxUnavailable)
            Set(status, Available, "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", now);
        else
            Set(status, Available, "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", now);
    }

    /// <summary>Writes the counts, and how far the rollout has come.</summary>
    public static void WriteProgress(JsonObject status, Rollout rollout, DateTimeOffset now)
    {
        var before = Counts(status);
        WriteCounts(status, rollout, now);
        var after = Counts(status);
        var deployment = rollout.Deployment;
        var current = Conditions.Find(status, Progressing);
        if (deployment.ProgressDeadline is not { } deadline)
            Conditions.Remove(status, Progressing);
        else if (after.Replicas != after.Updated || (string?)current?["reason"] != NewReplicaSetAvailable)
            Progress(status, rollout, before, after, deadline, now);

        if (rollout.All.Select(set => set.Failure).FirstOrDefault(failure => failure is not null) is var (reason, message))
            Set(status, ReplicaFailure, "True", reason, message, now);
        else
            Conditions.Remove(status, ReplicaFailure);
    }

    /// <summary>Writes a condition, with the time of its last change of any kind, which only Deployments have.</summary>
    public static void Set(JsonObject status, string type, string value, string reason, string message, DateTimeOffset now)
    {
        // Kubernetes does not look at the message here.
        var before = Conditions.Find(status, type);
        if ((string?)before?["status"] == value && (string?)before?["reason"] == reason)
            return;
        if (Conditions.Set(status, type, value, reason, message, now) is { } condition)
            condition["lastUpdateTime"] = ObjectMeta.Time(now);
    }

    /// <summary>When a rollout that comes no further is to be called stuck; null when it is not, or has been.</summary>
    public static TimeSpan? UntilDeadline(Deployment deployment, DateTimeOffset now)
    {
        var progressing = deployment.Value.ConditionOf(Progressing);
        return deployment.ProgressDeadline is { } deadline
            && progressing?.TimeAt("lastUpdateTime") is { } since
            && progressing?.TextAt("reason") is not (NewReplicaSetAvailable or TimedOut)
                ? TimeSpan.FromSeconds(Math.Max(1, (since + deadline - now).TotalSeconds + 1))
                : null;
    }

    /// <summary>Whether every pod is of the newest template and available, and no older one is left.</summary>
    public static bool IsComplete(JsonObject status, Deployment deployment)
    {
        var (replicas, updated, _, available) = Counts(status);
        return updated == deployment.Replicas && replicas == deployment.Replicas && available == deployment.Replicas
            && status["observedGeneration"]?.GetValue<long>() >= deployment.Value.NumberAt("metadata", "generation");
    }

    private static void Progress(
        JsonObject status,
        Rollout rollout,
        (int Replicas, int Updated, int Ready, int Available) before,
        (int Replicas, int Updated, int Ready, int Available) after,
        TimeSpan deadline,
        DateTimeOffset now)
    {
        var name = rollout.New is { } newest ? $"ReplicaSet \"{newest.Name}\"" : $"Deployment \"{rollout.Deployment.Name}\"";
        if (IsComplete(status, rollout.Deployment))
        {
            Set(status, Progressing, "True", NewReplicaSetAvailable, $"{name} has successfully progressed.", now);
        }
        else if (after.Updated > before.Updated
            || after.Replicas - after.Updated < before.Replicas - before.Updated
            || after.Ready > before.Ready
            || after.Available > before.Available)
        {
            // Each step is told by a new time, though nothing else of the condition changes.
            var since = Conditions.Find(status, Progressing) is { } last && (string?)last["status"] == "True"
                ? (string?)last["lastTransitionTime"]
                : null;
            Conditions.Remove(status, Progressing);
            Set(status, Progressing, "True", "ReplicaSetUpdated", $"{name} is progressing.", now);
            if (since is not null)
                Conditions.Find(status, Progressing)!["lastTransitionTime"] = since;
        }
        else if (IsTimedOut(status, deadline, now))
        {
            Set(status, Progressing, "False", TimedOut, $"{name} has timed out progressing.", now);
        }
    }

    private static bool IsTimedOut(JsonObject status, TimeSpan deadline, DateTimeOffset now)
    {
        var current = Conditions.Find(status, Progressing);
        return (string?)current?["reason"] switch
        {
            null or NewReplicaSetAvailable => false,
            TimedOut => true,
            _ => DateTimeOffset.Parse((string)current!["lastUpdateTime"]!, CultureInfo.InvariantCulture) + deadline < now,
        };
    }

    private static (int Replicas, int Updated, int Ready, int Available) Counts(JsonObject status)
    {
        return (Count("replicas"), Count("updatedReplicas"), Count("readyReplicas"), Count("availableReplicas"));

        int Count(string field) => status[field]?.GetValue<int>() ?? 0;
    }
}
