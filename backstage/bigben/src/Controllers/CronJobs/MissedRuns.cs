using BigBen.Foundation.Schedules;

namespace BigBen.Controllers.CronJobs;

/// <summary>The last of the times of a schedule that have passed.</summary>
/// <param name="Last">That time; null where none has.</param>
/// <param name="AreMany">Whether more than a hundred have, about.</param>
internal readonly record struct MissedRuns(DateTimeOffset? Last, bool AreMany)
{
    private const int Many = 100;

    /// <summary>Finds it.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="zone">Whose clocks are meant.</param>
    /// <param name="after">The time that it is to be after.</param>
    /// <param name="now">The time that it is to be no later than.</param>
    public static MissedRuns Of(CronSchedule schedule, TimeZoneInfo zone, DateTimeOffset after, DateTimeOffset now)
    {
        var first = schedule.Next(after, zone);
        if (first is null || first > now)
            return default;
        if (schedule.Next(first.Value, zone) is not { } second || second > now)
            return new MissedRuns(first, AreMany: false);
        var interval = second - first.Value;
        var passed = (now - first.Value) / interval;
        // Not all intervals are equal: looked for in the time just before now, and in longer ones until one is found.
        for (var span = 1.0; ; span *= 2)
        {
            var from = first.Value + (interval * Math.Floor(Math.Max(0, passed - span)));
            var last = LastOf(schedule, zone, from, now);
            if (last is not null || from == first)
                return new MissedRuns(last ?? first, passed + 1 > Many);
        }
    }

    private static DateTimeOffset? LastOf(CronSchedule schedule, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset now)
    {
        DateTimeOffset? last = null;
        for (var next = schedule.Next(from, zone); next <= now; next = schedule.Next(last.Value, zone))
            last = next;
        return last;
    }
}
