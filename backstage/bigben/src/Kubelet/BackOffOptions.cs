namespace BigBen.Kubelet;

/// <summary>How long to wait between attempts.</summary>
/// <param name="Initial">The first wait.</param>
/// <param name="Maximum">The longest wait; after running for twice this long, waiting starts at the first one again.</param>
internal sealed record BackOffOptions(TimeSpan Initial, TimeSpan Maximum)
{
    /// <summary>
    /// The kubelet's numbers for restarts: 10 s, doubling up to 5 min, forgotten after 10 min
    /// (kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle, "How Pods handle problems with containers").
    /// </summary>
    public static BackOffOptions Kubelet { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));

    /// <summary>
    /// For what is searched for on this machine, which costs nothing: 1 s, doubling up to 5 min. The kubelet asks a registry, and waits
    /// 10 s.
    /// </summary>
    public static BackOffOptions Search { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
}
