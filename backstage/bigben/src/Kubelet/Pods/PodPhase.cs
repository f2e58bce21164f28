namespace BigBen.Kubelet.Pods;

/// <summary>Kubernetes' phases of a pod.</summary>
internal static class PodPhase
{
    public const string Pending = "Pending";
    public const string Running = "Running";
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";

    /// <summary>Whether a pod in this phase will never run again.</summary>
    public static bool IsFinal(string? phase) => phase is Succeeded or Failed;
}
