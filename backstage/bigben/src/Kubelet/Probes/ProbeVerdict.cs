namespace BigBen.Kubelet.Probes;

/// <summary>Probes that failed too often: the container has to be restarted.</summary>
/// <param name="Probe">Which: <c>startup</c> or <c>liveness</c>.</param>
/// <param name="GracePeriod">The grace that the probe gives; null for the pod's own.</param>
internal sealed record ProbeVerdict(string Probe, TimeSpan? GracePeriod);
