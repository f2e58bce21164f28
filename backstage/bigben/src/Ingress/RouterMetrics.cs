namespace BigBen.Ingress;

/// <summary>Counts and times requests for each Service, for the last 15 minutes.</summary>
/// <param name="clock">Tells the time.</param>
internal sealed class RouterMetrics(TimeProvider clock)
{
    private const int Width = 10;
    private const int Buckets = 90;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Namespace, string Service), Bucket[]> _series = [];

    /// <summary>The bounds of <see cref="RouteTraffic.Durations"/>, in seconds.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

    /// <summary>The ten-second spans of the last 15 minutes in which there was traffic, ordered by Service and time.</summary>
    public IReadOnlyList<RouteTraffic> Snapshot()
    {
        lock (_gate)
        {
            var oldest = Now() - Buckets + 1;
            foreach (var key in _series.Where(entry => entry.Value.All(bucket => bucket.Slot < oldest)).Select(entry => entry.Key).ToList())
                _series.Remove(key);
            return [.. _series
                .OrderBy(entry => entry.Key)
                .SelectMany(entry => entry.Value
                    .Where(bucket => bucket.Slot >= oldest && bucket.Count > 0)
                    .OrderBy(bucket => bucket.Slot)
                    .Select(bucket => new RouteTraffic(
                        entry.Key.Namespace,
                        entry.Key.Service,
                        DateTimeOffset.FromUnixTimeSeconds(bucket.Slot * Width),
                        bucket.Count,
                        bucket.Errors,
                        bucket.Seconds,
                        [.. bucket.Durations])))];
        }
    }

    /// <summary>Counts a request that ended.</summary>
    public void Record(string @namespace, string service, bool isError, TimeSpan duration)
    {
        var slot = Now();
        var bound = 0;
        while (bound < Bounds.Count && duration.TotalSeconds > Bounds[bound])
            bound++;
        lock (_gate)
        {
            if (!_series.TryGetValue((@namespace, service), out var buckets))
                _series[(@namespace, service)] = buckets = new Bucket[Buckets];
            ref var bucket = ref buckets[slot % Buckets];
            if (bucket.Slot != slot)
                bucket = new Bucket { Slot = slot, Durations = new long[Bounds.Count + 1] };
            bucket.Count++;
            bucket.Errors += isError ? 1 : 0;
            bucket.Seconds += duration.TotalSeconds;
            bucket.Durations[bound]++;
        }
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeSeconds() / Width;

    private struct Bucket
    {
        public long Slot;
        public long Count;
        public long Errors;
        public double Seconds;
        public long[] Durations;
    }
}
