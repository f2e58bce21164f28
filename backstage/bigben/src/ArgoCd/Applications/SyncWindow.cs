using System.Text.Json;
using BigBen.ApiServer.Resources;
using BigBen.Foundation;
using Cronos;

namespace BigBen.ArgoCd.Applications;

/// <summary>A time at which the Applications of a project may, or may not, be synced.</summary>
/// <param name="value">The window as the AppProject has it.</param>
internal sealed class SyncWindow(JsonElement value)
{
    /// <summary>Whether it forbids; otherwise nothing is synced outside of it.</summary>
    public bool IsDenial => value.TextAt("kind") == "deny";

    /// <summary>Whether a person may sync all the same.</summary>
    public bool IsManualAllowed => value.FlagAt("manualSync");

    /// <summary>Whether it is about an Application: one of its lists names it or, with <c>andOperator</c>, all of them do.</summary>
    public bool IsFor(Application application)
    {
        (string Field, string[] Names)[] lists =
        [
            ("applications", [application.Name]),
            ("clusters", [Destination.InCluster, Destination.InClusterName]),
            ("namespaces", [application.Destination.Namespace]),
        ];
        var answers = lists.Where(list => value.ItemsAt(list.Field).Any())
            .Select(list => value.ItemsAt(list.Field).Any(entry => list.Names.Any(name => Glob.Matches(entry.ToString(), name))))
            .ToList();
        return answers.Count > 0 && (value.FlagAt("andOperator") ? answers.TrueForAll(answer => answer) : answers.Contains(true));
    }

    /// <summary>Whether it is open at a time.</summary>
    /// <exception cref="PlatformException">Its schedule, duration or time zone cannot be read.</exception>
    public bool IsOpen(DateTimeOffset now)
    {
        var (schedule, text) = (value.TextAt("schedule") ?? "", value.TextAt("duration") ?? "");
        var duration = GoDuration.Parse(text) ?? throw new PlatformException($"cannot parse duration '{text}'");
        try
        {
            var zone = value.TextAt("timeZone") is { Length: > 0 } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : TimeZoneInfo.Utc;
            return Expressions(schedule).Any(expression => expression.GetNextOccurrence(now - duration, zone) < now);
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
