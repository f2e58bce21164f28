namespace BigBen.Kubernetes.Waiting;

/// <summary>How long a wait may take.</summary>
/// <param name="Ready">Until everything is as it should be.</param>
/// <param name="Failing">
/// How long something may be called failed before it is believed: an old replica's failure is still told for a moment.
/// </param>
/// <param name="Recovering">
/// How long a failure is believed to pass by itself: Argo CD and the kubelet try again what they could not read or pull, and a Deployment
/// past its progress deadline, whose image or configuration has come since, is Degraded until a pod of it is ready.
/// </param>
/// <param name="Pulling">
/// How long an image may be out of reach: above the kubelet's first waits between two attempts, so that a registry that was away for a
/// moment fails nothing.
/// </param>
internal sealed record WaitPatience(TimeSpan Ready, TimeSpan Failing, TimeSpan Recovering, TimeSpan Pulling)
{
    /// <summary>For pods of this machine: above the chart's progress deadline, which normally speaks first.</summary>
    public static WaitPatience Usual { get; } = new(
        Ready: TimeSpan.FromMinutes(10),
        Failing: TimeSpan.FromSeconds(3),
        Recovering: TimeSpan.FromSeconds(30),
        Pulling: TimeSpan.FromSeconds(8));
}
