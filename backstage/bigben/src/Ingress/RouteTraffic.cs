namespace BigBen.Ingress;

/// <summary>What went to one Service in ten seconds.</summary>
/// <param name="Namespace">The Service's namespace.</param>
/// <param name="Service">The Service's name.</param>
/// <param name="Start">When the ten seconds began, UTC.</param>
/// <param name="Count">How many requests ended.</param>
/// <param name="Errors">How many of them failed: answered with 5xx, by the pod or by the router, or broken off by the pod.</param>
/// <param name="Seconds">How long all of them took together, in seconds.</param>
/// <param name="Durations">How many took at most each of <see cref="RouterMetrics.Bounds"/>, and last, longer; not cumulated.</param>
internal sealed record RouteTraffic(
    string Namespace, string Service, DateTimeOffset Start, long Count, long Errors, double Seconds, IReadOnlyList<long> Durations);
