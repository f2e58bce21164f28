using BigBen.ApiServer.Resources;
using BigBen.Foundation.Schedules;

namespace BigBen.ArgoCd.Sync;

/// <summary>When a failed sync is tried again: the <c>retry</c> of an operation.</summary>
/// <param name="Limit">How often at most; negative for without end.</param>
/// <param name="Duration">The first wait.</param>
/// <param name="Factor">How much longer each wait is than the one before.</param>
/// <param name="MaxDuration">The longest wait; zero for none.</param>
/// <param name="IsRefreshed">Whether the next attempt is at the newest revision, not at that of the one before.</param>
internal sealed record RetryStrategy(long Limit, TimeSpan Duration, double Factor, TimeSpan MaxDuration, bool IsRefreshed)
{
    private static readonly TimeSpan Forever = TimeSpan.FromDays(365);

    /// <summary>Reads that of an operation.</summary>
    /// <exception cref="PlatformException">A duration is none.</exception>
    public static RetryStrategy Read(JsonElement operation) => new(
        operation.NumberAt("retry", "limit") ?? 0,
        Time(operation, "duration") ?? TimeSpan.FromSeconds(5),
        operation.NumberAt("retry", "backoff", "factor") ?? 2,
        Time(operation, "maxDuration") ?? TimeSpan.FromMinutes(3),
        operation.FlagAt("retry", "refresh"));

    /// <summary>How long to wait before an attempt; the first retry is 0.</summary>
    public TimeSpan Wait(long attempt) =>
        TimeSpan.FromTicks((long)Math.Min(
            Duration.Ticks * Math.Pow(Factor, attempt), MaxDuration > TimeSpan.Zero ? MaxDuration.Ticks : Forever.Ticks));

    private static TimeSpan? Time(JsonElement operation, string field) =>
        operation.TextAt("retry", "backoff", field) is { Length: > 0 } text
            ? GoDuration.Parse(text) ?? throw new PlatformException($"failed to retry: time: invalid duration \"{text}\"")
            : null;
}
