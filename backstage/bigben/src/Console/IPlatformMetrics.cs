namespace BigBen.Console;

/// <summary>What went to one Service in ten seconds.</summary>
/// <param name="Namespace">The Service's namespace.</param>
/// <param name="Service">The Service's name.</param>
/// <param name="Start">When the ten seconds began, UTC.</param>
/// <param name="Count">How many requests ended.</param>
/// <param name="Errors">How many of them failed.</param>
/// <param name="Durations">How many took at most each of <see cref="IPlatformMetrics.Bounds"/>, and last, longer; not cumulated.</param>
internal sealed record TrafficSpan(
    string Namespace, string Service, DateTimeOffset Start, long Count, long Errors, IReadOnlyList<long> Durations);

/// <summary>What a platform measures of itself and no Kubernetes API tells; a cluster has Prometheus for it.</summary>
internal interface IPlatformMetrics
{
    /// <summary>The bounds of <see cref="TrafficSpan.Durations"/>, in seconds.</summary>
    IReadOnlyList<double> Bounds { get; }

    /// <summary>The ten-second spans of the last 15 minutes in which there was traffic, ordered by Service and time.</summary>
    IReadOnlyList<TrafficSpan> Traffic();

    /// <summary>How often main was reconciled since the platform came up, and how long that took in all, in seconds.</summary>
    (long Count, double Seconds) Reconciles { get; }

    /// <summary>How often <c>helm template</c> was called.</summary>
    long Renders { get; }
}
