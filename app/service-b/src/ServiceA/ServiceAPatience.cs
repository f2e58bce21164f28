namespace BigBen.ServiceB.ServiceA;

/// <summary>
/// How long and how often service B tries. The numbers come from two wishes: a restart of service A's only instance (0.3 to
/// 1 second without a listener, 2 were seen on a busy machine) is bridged, and a caller waits no longer than the 5 seconds of
/// patience that HTTP clients of the first version had.
/// </summary>
internal sealed record ServiceAPatience
{
    /// <summary>For a whole call, all attempts and pauses together.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For one attempt: a hundred times what a ping takes, so only a hanging instance reaches it. Twice more, then 504.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The first pause between attempts; it doubles, with jitter, so that callers do not come back all at once.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest pause: how late a call may notice that service A is back.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Attempts after the first while nothing is there to answer. Trying is free then (a refused connection), and pauses of
    /// 50, 100, 200 and fourteen times 250 milliseconds make 3.85 seconds, below <see cref="Total"/>: unreachable stays 502.</summary>
    public int RetriesWhileGone { get; init; } = 17;

    /// <summary>Attempts after the first when service A is there but fails or hangs: more would load it further.</summary>
    public int RetriesWhileFailing { get; init; } = 2;

    /// <summary>Failed calls, in <see cref="CircuitWindow"/>, before the circuit may open.</summary>
    public int CircuitCalls { get; init; } = 5;

    /// <summary>The share of failed calls that opens the circuit.</summary>
    public double CircuitRatio { get; init; } = 0.5;

    /// <summary>The time over which the circuit counts; it holds <see cref="CircuitCalls"/> calls that fail one after the other.</summary>
    public TimeSpan CircuitWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open circuit answers at once, before one call tries again.</summary>
    public TimeSpan CircuitBreak { get; init; } = TimeSpan.FromSeconds(2);
}
