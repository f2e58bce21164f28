using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Deployments;

/// <summary>The annotations by which a Deployment and its ReplicaSets keep the history of rollouts.</summary>
internal static class Revisions
{
    public const string Revision = "deployment.kubernetes.io/revision";
    public const string History = "deployment.kubernetes.io/revision-history";
    public const string Desired = "deployment.kubernetes.io/desired-replicas";
    public const string Max = "deployment.kubernetes.io/max-replicas";

    // What is the Deployment's own business.
    private static readonly HashSet<string> NotCopied =
        ["kubectl.kubernetes.io/last-applied-configuration", Revision, History, Desired, Max, "deprecated.deployment.rollback.to"];

    /// <summary>
    /// Writes on the newest ReplicaSet what its Deployment says, and which rollout made it the newest; what made it so before goes into
    /// its history.
    /// </summary>
    public static void Annotate(JsonObject set, Deployment deployment, long revision)
    {
        var annotations = ObjectMeta.Annotations(set);
        foreach (var annotation in deployment.Value.FieldsAt("metadata", "annotations"))
        {
            if (!NotCopied.Contains(annotation.Name))
                annotations[annotation.Name] = annotation.Value.GetString();
        }

        var before = (string?)annotations[Revision];
        if (long.TryParse(before, CultureInfo.InvariantCulture, out var old) && old >= revision)
            return;
        annotations[Revision] = revision.ToString(CultureInfo.InvariantCulture);
        if (before is not null)
            annotations[History] = (string?)annotations[History] is { Length: > 0 } history ? $"{history},{before}" : before;
    }

    /// <summary>Writes on a ReplicaSet how many pods its Deployment was to have when it was last scaled.</summary>
    public static void AnnotateSize(JsonObject set, Deployment deployment)
    {
        var annotations = ObjectMeta.Annotations(set);
        annotations[Desired] = deployment.Replicas.ToString(CultureInfo.InvariantCulture);
        annotations[Max] = (deployment.Replicas + deployment.MaxSurge).ToString(CultureInfo.InvariantCulture);
    }
}
