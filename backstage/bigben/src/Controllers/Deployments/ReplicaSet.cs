using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Deployments;

/// <summary>What a Deployment knows of a ReplicaSet of its own.</summary>
/// <param name="Value">The object.</param>
internal readonly record struct ReplicaSet(JsonElement Value)
{
    public string Name => Value.NameOf();

    /// <summary>How many pods it is asked to have.</summary>
    public int Replicas => (int)(Value.NumberAt("spec", "replicas") ?? 1);

    /// <summary>How many pods it has.</summary>
    public int Actual => Count("replicas");

    public int Ready => Count("readyReplicas");

    public int Available => Count("availableReplicas");

    public int Terminating => Count("terminatingReplicas");

    public DateTimeOffset Created => Value.TimeAt("metadata", "creationTimestamp") ?? DateTimeOffset.MinValue;

    /// <summary>The number of the rollout that last made it the newest; 0 when it does not say.</summary>
    public long Revision =>
        long.TryParse(Value.TextAt("metadata", "annotations", Revisions.Revision), CultureInfo.InvariantCulture, out var revision)
            ? revision
            : 0;

    /// <summary>A number of an annotation; null when it does not say.</summary>
    public int? NumberOf(string annotation) =>
        int.TryParse(Value.TextAt("metadata", "annotations", annotation), CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Why its pods cannot be made; null where they can.</summary>
    public (string Reason, string Message)? Failure => Value.ConditionOf("ReplicaFailure") is { } found
        ? (found.TextAt("reason") ?? "", found.TextAt("message") ?? "")
        : null;

    /// <summary>Whether its status is of an older wish.</summary>
    public bool IsUnobserved => (Value.NumberAt("metadata", "generation") ?? 0) > (Value.NumberAt("status", "observedGeneration") ?? 0);

    public bool IsTerminating => Value.IsTerminating();

    private int Count(string field) => (int)(Value.NumberAt("status", field) ?? 0);
}
