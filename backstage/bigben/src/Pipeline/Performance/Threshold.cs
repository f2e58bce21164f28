using System.Text.RegularExpressions;

namespace BigBen.Pipeline.Performance;

/// <summary>A limit that a measured value must keep, as k6 writes it: <c>http_req_duration</c> and <c>p(95)&lt;500</c>.</summary>
/// <param name="Metric">k6's name of what is measured.</param>
/// <param name="Expression">k6's expression.</param>
internal sealed partial record Threshold(string Metric, string Expression)
{
    /// <summary>The share of requests that failed, 0 to 1.</summary>
    public const string Failed = "http_req_failed";

    /// <summary>How long requests took, in milliseconds.</summary>
    public const string Duration = "http_req_duration";

    /// <summary>Judges a measurement.</summary>
    /// <exception cref="PlatformException">Only k6 knows the metric or the expression.</exception>
    public ThresholdResult Judge(LoadMeasurement measurement)
    {
        var match = Pattern().Match(Expression);
        var measured = !match.Success ? null : (Metric, match.Groups["what"].Value) switch
        {
            (Failed, "rate") => measurement.FailedRate,
            (Duration, "avg") => measurement.Average,
            (Duration, "min") => measurement.Percentile(0),
            (Duration, "med") => measurement.Percentile(50),
            (Duration, "max") => measurement.Percentile(100),
            (Duration, ['p', ..]) => measurement.Percentile(Number(match.Groups["percent"].Value)),
            _ => (double?)null,
        };
        if (measured is not { } value)
        {
            throw new PlatformException(
                $"The threshold '{Metric}: {Expression}' is one for k6 alone: put k6 on PATH, or use {Failed} with rate, "
                + $"or {Duration} with p(N), avg, min, med or max, and < or <=.");
        }

        var limit = Number(match.Groups["limit"].Value);
        return new ThresholdResult(this, value, match.Groups["operator"].Value == "<" ? value < limit : value <= limit);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*(?<what>rate|avg|min|med|max|p\((?<percent>\d+(\.\d+)?)\))\s*(?<operator><=?)\s*(?<limit>\d+(\.\d+)?)\s*$")]
    private static partial Regex Pattern();
}

/// <summary>What became of a threshold.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="Measured">What was measured, in the metric's unit.</param>
/// <param name="IsKept">Whether it is within the limit.</param>
internal sealed record ThresholdResult(Threshold Threshold, double Measured, bool IsKept)
{
    /// <summary>Metric, expression and what was measured, in one line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Threshold.Metric}: {Threshold.Expression}, measured {Measured:0.####}");
}
