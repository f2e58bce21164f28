namespace BigBen.Kubelet.Usage;

/// <summary>Turns processor time that only grows into a rate: the mean since the measurement before.</summary>
internal sealed class UsageRate
{
    // Two questions at once would measure nothing but the resolution of the system's own counting.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private Point _before;
    private Point _last;

    /// <summary>Begins with a process, of which the first rate is the mean since its start.</summary>
    /// <param name="start">When it started.</param>
    public UsageRate(DateTimeOffset start) => _before = _last = new Point(start, TimeSpan.Zero);

    /// <summary>The rate up to now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="processor">The processor time used up to now.</param>
    /// <returns>Cores, and over what time they are a mean.</returns>
    public (double Cores, TimeSpan Window) Next(DateTimeOffset now, TimeSpan processor)
    {
        if (now - _last.Time >= Shortest)
            (_before, _last) = (_last, new Point(now, processor));
        var window = now - _before.Time;
        return window > TimeSpan.Zero ? ((processor - _before.Processor) / window, window) : (0, window);
    }

    private readonly record struct Point(DateTimeOffset Time, TimeSpan Processor);
}
