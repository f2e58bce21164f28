namespace BigBen.Pipeline.Performance;

/// <summary>What a load saw.</summary>
/// <param name="Durations">How long each request took, in milliseconds, from the shortest to the longest; at least one.</param>
/// <param name="Failures">How many got no answer, or one that is neither 2xx nor 3xx: what k6 counts as failed.</param>
/// <param name="FirstFailure">What the first of them got; null where none failed.</param>
internal sealed record LoadMeasurement(IReadOnlyList<double> Durations, int Failures, string? FirstFailure)
{
    /// <summary>The share of requests that failed, 0 to 1.</summary>
    public double FailedRate => (double)Failures / Durations.Count;

    /// <summary>The mean, in milliseconds.</summary>
    public double Average => Durations.Average();

    /// <summary>So many percent of the requests took at most so many milliseconds; between two of them in proportion, as k6 does.</summary>
    public double Percentile(double percent)
    {
        var place = Math.Min(percent, 100) / 100 * (Durations.Count - 1);
        var (below, above) = (Durations[(int)Math.Floor(place)], Durations[(int)Math.Ceiling(place)]);
        return below + ((above - below) * (place - Math.Floor(place)));
    }
}
