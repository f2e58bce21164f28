using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Tables;

/// <summary>How long something is, in two units at most: Kubernetes' <c>duration.HumanDuration</c>.</summary>
internal static class HumanDuration
{
    private const int HoursOfDay = 24;
    private const int HoursOfYear = 24 * 365;

    /// <summary>A duration as kubectl shows it: <c>59s</c>, <c>3m20s</c>, <c>5d3h</c>.</summary>
    public static string Of(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        // Two machines' clocks may differ by a second.
        if (seconds < -1)
            return "<invalid>";
        if (seconds < 0)
            return "0s";
        if (seconds < 2 * 60)
            return $"{seconds}s";
        var minutes = seconds / 60;
        if (minutes < 10)
            return Pair(minutes, "m", seconds % 60, "s");
        if (minutes < 3 * 60)
            return $"{minutes}m";
        var hours = minutes / 60;
        return hours switch
        {
            < 8 => Pair(hours, "h", minutes % 60, "m"),
            < 2 * HoursOfDay => $"{hours}h",
            < 8 * HoursOfDay => Pair(hours / HoursOfDay, "d", hours % HoursOfDay, "h"),
            < 2 * HoursOfYear => $"{hours / HoursOfDay}d",
            < 8 * HoursOfYear => Pair(hours / HoursOfYear, "y", hours / HoursOfDay % 365, "d"),
            _ => $"{hours / HoursOfYear}y",
        };
    }

    /// <summary>How long ago a moment was; <c>&lt;unknown&gt;</c> where it is not known.</summary>
    public static string Since(DateTimeOffset? time, DateTimeOffset now) => time is { } known ? Of(now - known) : "<unknown>";

    /// <summary>How old an object is.</summary>
    public static string Age(JsonElement value, DateTimeOffset now) => Since(value.TimeAt("metadata", "creationTimestamp"), now);

    private static string Pair(long large, string largeUnit, long small, string smallUnit) =>
        small == 0 ? $"{large}{largeUnit}" : $"{large}{largeUnit}{small}{smallUnit}";
}
