using BigBen.Foundation.Schedules;

namespace BigBen.Pipeline.Layout;

/// <summary>
/// When an environment takes what is delivered into it, in the terms of Argo CD's sync windows: closed while any that denies is open, and
/// where some allow, closed while none of them is. Unlike those, it is asked before the record is written and never keeps back a sync.
/// </summary>
/// <param name="Kind"><c>allow</c> or <c>deny</c>.</param>
/// <param name="Schedule">When it begins: cron's five fields.</param>
/// <param name="Duration">How long it lasts, such as <c>62h</c>.</param>
/// <param name="TimeZone">The schedule's time zone; UTC where null.</param>
internal sealed record ReleaseWindow(string Kind, string Schedule, string Duration, string? TimeZone)
{
    // A schedule that closes itself again and again for so long opens never, as far as anybody waits.
    private const int MostEdges = 1000;

    // A minute of a schedule has begun just after its first instant.
    private static readonly TimeSpan Instant = TimeSpan.FromTicks(1);

    private readonly CronWindow _window = CronWindow.Parse(Schedule, Duration, TimeZone);

    private readonly bool _isDenial = Kind switch
    {
        "deny" => true,
        "allow" => false,
        _ => throw new PlatformException($"a window's kind must be allow or deny, not '{Kind}'"),
    };

    /// <summary>Whether windows are open together at a time.</summary>
    public static bool AreOpen(IReadOnlyList<ReleaseWindow> windows, DateTimeOffset now) =>
        !windows.Any(window => window._isDenial && window._window.IsOpen(now))
        && (windows.All(window => window._isDenial) || windows.Any(window => !window._isDenial && window._window.IsOpen(now)));

    /// <summary>When windows open next, to the minute; null where they never do.</summary>
    public static DateTimeOffset? Opening(IReadOnlyList<ReleaseWindow> windows, DateTimeOffset now)
    {
        for (var edge = 0; edge < MostEdges; edge++)
        {
            if (windows.Select(window => window._window.NextEdge(now)).Min() is not { } next)
                return null;
            now = next + Instant;
            if (AreOpen(windows, now))
                return next;
        }

        return null;
    }
}
