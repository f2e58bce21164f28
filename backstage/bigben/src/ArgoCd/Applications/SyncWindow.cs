using BigBen.ApiServer.Resources;
using BigBen.Foundation.Schedules;

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
    public bool IsOpen(DateTimeOffset now) =>
        CronWindow.Parse(value.TextAt("schedule") ?? "", value.TextAt("duration") ?? "", value.TextAt("timeZone")).IsOpen(now);
}
