using System.Text.RegularExpressions;

namespace BigBen.Foundation.Schedules;

/// <summary>
/// A schedule of cron, with the errors and the times of the parser that Kubernetes and Argo CD have it read by (<c>robfig/cron</c>): where
/// both days are given one of them is enough, and a time that a clock jumps over is none.
/// </summary>
internal sealed partial class CronSchedule
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, string> Descriptors = new()
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private readonly CronField _minutes = new(0, 59);
    private readonly CronField _hours = new(0, 23);
    private readonly CronField _days = new(1, 31);
    private readonly CronField _months = new(
        1, 12, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private readonly CronField _weekdays = new(0, 6, "sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private TimeSpan? _period;

    private CronSchedule()
    {
    }

    /// <summary>Whether it comes again after a time, at whatever hour.</summary>
    public bool IsPeriod => _period is not null;

    /// <summary>Reads a schedule; the error is null where it is one.</summary>
    public static (CronSchedule Schedule, string? Error) Read(string text)
    {
        var schedule = new CronSchedule();
        return (schedule, schedule.Take(text));
    }

    /// <summary>The first time after another one; null where there is none within five years.</summary>
    /// <param name="after">The other one.</param>
    /// <param name="zone">Whose clocks are meant.</param>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        if (_period is { } period)
            return new DateTimeOffset(after.UtcTicks - (after.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero) + period;
        var time = new DateTimeOffset(after.UtcTicks - (after.UtcTicks % Minute.Ticks), TimeSpan.Zero) + Minute;
        for (var end = time.AddYears(5); time < end;)
        {
            var local = TimeZoneInfo.ConvertTime(time, zone);
            if (!_months.Has(local.Month) || !HasDay(local) || !_hours.Has(local.Hour))
                time += Minute * (60 - local.Minute);
            else if (!_minutes.Has(local.Minute))
                time += Minute;
            else
                return time;
        }

        return null;
    }

    private bool HasDay(DateTimeOffset local)
    {
        var (day, weekday) = (_days.Has(local.Day), _weekdays.Has((int)local.DayOfWeek));
        return _days.IsAny || _weekdays.IsAny ? day && weekday : day || weekday;
    }

    private string? Take(string text)
    {
        if (text.StartsWith('@'))
        {
            if (Descriptors.TryGetValue(text, out var meant))
                return Take(meant);
            _period = PeriodOf(text);
            return _period is null ? $"unrecognized descriptor: {text}" : null;
        }

        CronField[] parts = [_minutes, _hours, _days, _months, _weekdays];
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length != parts.Length
            ? $"expected exactly {parts.Length} fields, found {fields.Length}: [{string.Join(' ', fields)}]"
            : parts.Zip(fields).Select(field => field.First.Read(field.Second)).FirstOrDefault(error => error is not null);
    }

    // Whole seconds, one at least.
    private static TimeSpan? PeriodOf(string text)
    {
        if (Every().Match(text) is not { Success: true } every)
            return null;
        var seconds = every.Groups["number"].Captures.Zip(every.Groups["unit"].Captures)
            .Sum(part => double.Parse(part.First.Value, CultureInfo.InvariantCulture) * part.Second.Value switch
            {
                "h" => 3600,
                "m" => 60,
                "s" => 1,
                _ => 0.001,
            });
        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(Math.Max(1, Math.Floor(seconds))) : null;
    }

    [GeneratedRegex(@"^@every (?:(?<number>\d+(?:\.\d+)?)(?<unit>h|ms|m|s))+$", RegexOptions.CultureInvariant)]
    private static partial Regex Every();
}
