namespace BigBen.Kubelet.Containers;

/// <summary>Waits that double, as the kubelet's: the first restart is immediate, those after it wait 10 s, 20 s, 40 s …</summary>
/// <param name="options">The shortest wait and the longest.</param>
/// <param name="clock">Tells how long an attempt lasted.</param>
internal sealed class BackOff(BackOffOptions options, TimeProvider clock)
{
    private TimeSpan _next = TimeSpan.Zero;
    private long _lastAttempt;

    /// <summary>The wait before the coming attempt, now that the last one has ended.</summary>
    /// <param name="immediateFirst">Whether the first wait after a success is none at all.</param>
    public TimeSpan Next(bool immediateFirst)
    {
        if (_lastAttempt != 0 && clock.GetElapsedTime(_lastAttempt) > 2 * options.Maximum)
            _next = TimeSpan.Zero;
        var wait = _next;
        _next = _next == TimeSpan.Zero ? options.Initial : TimeSpan.FromTicks(Math.Min(_next.Ticks * 2, options.Maximum.Ticks));
        return wait == TimeSpan.Zero && !immediateFirst ? Next(immediateFirst: false) : wait;
    }

    /// <summary>Says that an attempt begins now.</summary>
    public void Attempt() => _lastAttempt = clock.GetTimestamp();

    /// <summary>Forgets every failure.</summary>
    public void Reset() => _next = TimeSpan.Zero;
}
