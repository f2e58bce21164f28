namespace BigBen.Runtime;

/// <summary>How long to wait between attempts.</summary>
/// <param name="Initial">The first wait.</param>
/// <param name="Maximum">The longest wait; after running for twice this long, waiting starts at the first one again.</param>
public sealed record BackOffOptions(TimeSpan Initial, TimeSpan Maximum)
{
    /// <summary>
    /// The kubelet's numbers, for restarts and for images alike: 10 s, doubling up to 5 min, forgotten after 10 min
    /// (kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle, "How Pods handle problems with containers").
    /// </summary>
    public static BackOffOptions Kubelet { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));
}

/// <summary>Waits that double, as the kubelet's: the first restart is immediate, those after it wait 10 s, 20 s, 40 s …</summary>
internal sealed class BackOff(BackOffOptions options, TimeProvider clock)
{
    private TimeSpan next = TimeSpan.Zero;
    private long lastAttempt;

    /// <summary>The wait before the coming attempt, now that the last one has ended.</summary>
    /// <param name="immediateFirst">Whether the first wait after a success is none at all.</param>
    public TimeSpan Next(bool immediateFirst)
    {
        if (lastAttempt != 0 && clock.GetElapsedTime(lastAttempt) > 2 * options.Maximum)
            next = TimeSpan.Zero;
        var wait = next;
        next = next == TimeSpan.Zero ? options.Initial : TimeSpan.FromTicks(Math.Min(next.Ticks * 2, options.Maximum.Ticks));
        return wait == TimeSpan.Zero && !immediateFirst ? Next(immediateFirst: false) : wait;
    }

    /// <summary>Says that an attempt begins now.</summary>
    public void Attempt() => lastAttempt = clock.GetTimestamp();

    /// <summary>Forgets every failure.</summary>
    public void Reset() => next = TimeSpan.Zero;
}
