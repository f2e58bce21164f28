using Cronos;

namespace BigBen.Foundation.Schedules;

/// <summary>A time that comes again: from each occurrence of a schedule on, for a while. What Argo CD's sync windows are made of.</summary>
internal sealed class CronWindow
{
    private readonly IReadOnlyList<CronExpression> _starts;
    private readonly TimeSpan _duration;
    private readonly TimeZoneInfo _zone;

    private CronWindow(IReadOnlyList<CronExpression> starts, TimeSpan duration, TimeZoneInfo zone) =>
        (_starts, _duration, _zone) = (starts, duration, zone);

    /// <summary>Reads a window.</summary>
    /// <param name="schedule">When it begins: cron's five fields.</param>
    /// <param name="duration">How long it lasts, as Go writes it, such as <c>1h30m</c>.</param>
    /// <param name="timeZone">The time zone of the schedule, by its IANA name; UTC where null or empty.</param>
    /// <exception cref="PlatformException">One of them cannot be read.</exception>
    public static CronWindow Parse(string schedule, string duration, string? timeZone)
    {
        var lasts = GoDuration.Parse(duration) ?? throw new PlatformException($"cannot parse duration '{duration}'");
        try
        {
            var zone = timeZone is { Length: > 0 } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : TimeZoneInfo.Utc;
            return new CronWindow([.. Expressions(schedule)], lasts, zone);
        }
        catch (CronFormatException e)
        {
            throw new PlatformException($"cannot parse schedule '{schedule}': {e.Message}", e);
        }
        catch (TimeZoneNotFoundException e)
        {
            throw new PlatformException($"cannot parse timeZone: {e.Message}", e);
        }
    }

    /// <summary>Whether it is open at a time.</summary>
    public bool IsOpen(DateTimeOffset now) => _starts.Any(start => start.GetNextOccurrence(now - _duration, _zone) < now);

    /// <summary>The first time after another at which it may open or close; null where it never does again.</summary>
    public DateTimeOffset? NextEdge(DateTimeOffset now) =>
        _starts.SelectMany(start => new[]
        {
            start.GetNextOccurrence(now, _zone), start.GetNextOccurrence(now - _duration, _zone) + _duration,
        }).Min();

    // A day of the month and one of the week: either is enough for cron, and both are needed for this library.
    private static IEnumerable<CronExpression> Expressions(string schedule)
    {
        var fields = schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields is [_, _, not ("*" or "?"), _, not ("*" or "?")])
        {
            yield return CronExpression.Parse(string.Join(' ', [.. fields[..4], "*"]));
            fields[2] = "*";
        }

        yield return CronExpression.Parse(string.Join(' ', fields));
    }
}
