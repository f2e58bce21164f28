using System.Globalization;

namespace BigBen.Kubelet;

/// <summary>Durations as Go writes them, which Kubernetes' messages do: <c>10s</c>, <c>1m20s</c>, <c>5m0s</c>, <c>20ms</c>.</summary>
internal static class GoDuration
{
    /// <summary>The duration in words; parts below a millisecond are left out.</summary>
    public static string Of(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(1))
            return time == TimeSpan.Zero ? "0s" : Text($"{time.TotalMilliseconds:0}ms");
        var seconds = Text($"{time.Seconds + (time.Milliseconds / 1000.0):0.###}s");
        return time switch
        {
            { TotalHours: >= 1 } => Text($"{(int)time.TotalHours}h{time.Minutes}m{seconds}"),
            { TotalMinutes: >= 1 } => Text($"{time.Minutes}m{seconds}"),
            _ => seconds,
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
