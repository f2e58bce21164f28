namespace BigBen.Network;

/// <summary>What went to one Service in ten seconds.</summary>
/// <param name="Namespace">The Service's namespace.</param>
/// <param name="Service">The Service's name.</param>
/// <param name="Start">When the ten seconds began, UTC.</param>
/// <param name="Count">How many requests ended.</param>
/// <param name="Errors">How many of them failed: answered with 5xx, by the pod or by the router, or broken off by the pod.</param>
/// <param name="Seconds">How long all of them took together, in seconds.</param>
/// <param name="Durations">How many took at most each of <see cref="RouterMetrics.Bounds"/>, and last, longer; not cumulated.</param>
public sealed record RouteTraffic(
    string Namespace, string Service, DateTimeOffset Start, long Count, long Errors, double Seconds, IReadOnlyList<long> Durations);

/// <summary>Counts and times requests for each Service, for the last 15 minutes.</summary>
/// <param name="clock">Tells the time.</param>
public sealed class RouterMetrics(TimeProvider clock)
{
    private const int Width = 10;
    private const int Buckets = 90;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Namespace, string Service), Bucket[]> series = [];

    /// <summary>The bounds of <see cref="RouteTraffic.Durations"/>, in seconds.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

    /// <summary>The ten-second spans of the last 15 minutes in which there was traffic, ordered by Service and time.</summary>
    public IReadOnlyList<RouteTraffic> Snapshot()
    {
        lock (gate)
        {
            var oldest = Now() - Buckets + 1;
            foreach (var key in series.Where(entry => entry.Value.All(bucket => bucket.Slot < oldest)).Select(entry => entry.Key).ToList())
                series.Remove(key);
            return [.. series
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

    internal void Record(string @namespace, string service, bool isError, TimeSpan duration)
    {
        var slot = Now();
        var bound = 0;
        while (bound < Bounds.Count && duration.TotalSeconds > Bounds[bound])
            bound++;
        lock (gate)
        {
            if (!series.TryGetValue((@namespace, service), out var buckets))
                series[(@namespace, service)] = buckets = new Bucket[Buckets];
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
