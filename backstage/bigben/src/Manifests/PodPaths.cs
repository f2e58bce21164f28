namespace BigBen.Manifests;

/// <summary>Where Kubernetes' kinds have the specification of their pods.</summary>
internal static class PodPaths
{
    /// <summary>That of most: of a Deployment, and of operators' kinds that are made like it.</summary>
    public static readonly string[] Template = ["spec", "template", "spec"];

    /// <summary>The names of the fields on the way there, from the object's root; null for a kind without pods.</summary>
    public static string[]? Of(string kind) => kind switch
    {
        "Pod" => ["spec"],
        "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" or "Job" => Template,
        "CronJob" => ["spec", "jobTemplate", .. Template],
        _ => null,
    };
}
