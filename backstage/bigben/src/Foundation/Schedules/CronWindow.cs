namespace BigBen.Foundation.Schedules;

/// <summary>A time that comes again: from each occurrence of a schedule on, for a while. What Argo CD's sync windows are made of.</summary>
internal sealed class CronWindow
{
    private readonly CronSchedule _start;
    private readonly TimeSpan _duration;
    private readonly TimeZoneInfo _zone;

    private CronWindow(CronSchedule start, TimeSpan duration, TimeZoneInfo zone) =>
        (_start, _duration, _zone) = (start, duration, zone);

    /// <summary>Reads a window.</summary>
    /// <param name="schedule">When it begins: cron's five fields.</param>
    /// <param name="duration">How long it lasts, as Go writes it, such as <c>1h30m</c>.</param>
    /// <param name="timeZone">The time zone of the schedule, by its IANA name; UTC where null or empty.</param>
    /// <exception cref="PlatformException">One of them cannot be read.</exception>
    public static CronWindow Parse(string schedule, string duration, string? timeZone)
    {
        var lasts = GoDuration.Parse(duration) ?? throw new PlatformException($"cannot parse duration '{duration}'");
        var (start, error) = CronSchedule.Read(schedule);
        if (error is not null || start.IsPeriod)
            throw new PlatformException($"cannot parse schedule '{schedule}': {error ?? "a window begins at times of the day"}");
        try
        {
            var zone = timeZone is { Length: > 0 } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : TimeZoneInfo.Utc;
            return new CronWindow(start, lasts, zone);
        }
        catch (TimeZoneNotFoundException e)
        {
            throw new PlatformException($"cannot parse timeZone: {e.Message}", e);
        }
    }

    /// <summary>Whether it is open at a time.</summary>
    public bool IsOpen(DateTimeOffset now) => _start.Next(now - _duration, _zone) < now;

    /// <summary>The first time after another at which it may open or close; null where it never does again.</summary>
    public DateTimeOffset? NextEdge(DateTimeOffset now) =>
        new[] { _start.Next(now, _zone), _start.Next(now - _duration, _zone) + _duration }.Min();
}
