namespace BigBen.Kubelet;

/// <summary>How long to wait between attempts.</summary>
/// <param name="Initial">The first wait.</param>
/// <param name="Maximum">The longest wait; after running for twice this long, waiting starts at the first one again.</param>
internal sealed record BackOffOptions(TimeSpan Initial, TimeSpan Maximum)
{
    /// <summary>
    /// The kubelet's numbers, for restarts and for images alike: 10 s, doubling up to 5 min, forgotten after 10 min
    /// (kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle, "How Pods handle problems with containers").
    /// </summary>
    public static BackOffOptions Kubelet { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));
}
