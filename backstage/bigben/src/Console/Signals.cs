namespace BigBen.Console;

/// <summary>What went to a Service in ten seconds.</summary>
/// <param name="Start">When they began, UTC.</param>
/// <param name="RequestsPerSecond">Requests a second.</param>
/// <param name="ErrorShare">The share of them that failed, from 0 to 1; null where there were none.</param>
/// <param name="P50">Half of them took at most so many seconds; null where there were none.</param>
/// <param name="P95">95% of them took at most so many seconds.</param>
/// <param name="P99">99% of them took at most so many seconds.</param>
public sealed record SignalPoint(DateTimeOffset Start, double RequestsPerSecond, double? ErrorShare, double? P50, double? P95, double? P99);

/// <summary>The golden signals of a Service over the last 15 minutes, from what the router saw.</summary>
/// <param name="Namespace">The environment.</param>
/// <param name="Service">The Service.</param>
/// <param name="Requests">How many requests there were.</param>
/// <param name="Total">All of the 15 minutes together.</param>
/// <param name="Points">Every ten seconds, the oldest first, also those without a request.</param>
public sealed record ServiceSignals(string Namespace, string Service, long Requests, SignalPoint Total, IReadOnlyList<SignalPoint> Points)
{
    /// <summary>How many points there are.</summary>
    public const int Count = 90;

    /// <summary>How long a point is, in seconds.</summary>
    public const int Width = 10;

    /// <summary>The signals of every Service that had traffic.</summary>
    internal static IReadOnlyList<ServiceSignals> All(IPlatformMetrics metrics, TimeProvider clock) =>
        [.. metrics.Traffic().GroupBy(span => (span.Namespace, span.Service))
            .Select(spans => Of(spans.Key.Namespace, spans.Key.Service, [.. spans], metrics.Bounds, clock))];

    /// <summary>The signals of one Service, flat where there was no traffic.</summary>
    internal static ServiceSignals Of(IPlatformMetrics metrics, string @namespace, string service, TimeProvider clock) =>
        Of(
            @namespace,
            service,
            [.. metrics.Traffic().Where(span => span.Namespace == @namespace && span.Service == service)],
            metrics.Bounds,
            clock);

    private static ServiceSignals Of(
        string @namespace, string service, List<TrafficSpan> spans, IReadOnlyList<double> bounds, TimeProvider clock)
    {
        var last = clock.GetUtcNow().ToUnixTimeSeconds() / Width;
        var first = last - Count + 1;
        var bySlot = spans.ToDictionary(span => span.Start.ToUnixTimeSeconds() / Width);
        var points = Enumerable.Range(0, Count)
            .Select(i => Point(first + i, Width, bySlot.TryGetValue(first + i, out var span) ? [span] : [], bounds));
        var total = Point(first, Width * Count, spans, bounds);
        return new ServiceSignals(@namespace, service, spans.Sum(span => span.Count), total, [.. points]);
    }

    private static SignalPoint Point(long slot, int seconds, IReadOnlyList<TrafficSpan> spans, IReadOnlyList<double> bounds)
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(slot * Width);
        var count = spans.Sum(span => span.Count);
        if (count == 0)
            return new SignalPoint(start, 0, null, null, null, null);
        var durations = Enumerable.Range(0, bounds.Count + 1).Select(i => spans.Sum(span => span.Durations[i])).ToList();
        return new SignalPoint(
            start,
            (double)count / seconds,
            (double)spans.Sum(span => span.Errors) / count,
            Quantile(durations, bounds, 0.50),
            Quantile(durations, bounds, 0.95),
            Quantile(durations, bounds, 0.99));
    }

    /// <summary>As Prometheus' <c>histogram_quantile</c>: evenly spread within a bucket; beyond the last bound, that bound.</summary>
    internal static double Quantile(IReadOnlyList<long> durations, IReadOnlyList<double> bounds, double quantile)
    {
        var rank = quantile * durations.Sum();
        long below = 0;
        for (var i = 0; i < bounds.Count; i++)
        {
            if (durations[i] > 0 && below + durations[i] >= rank)
            {
                var lower = i == 0 ? 0 : bounds[i - 1];
                return lower + ((bounds[i] - lower) * (rank - below) / durations[i]);
            }

            below += durations[i];
        }

        return bounds[^1];
    }
}
