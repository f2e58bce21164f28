using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Jobs;

/// <summary>That a Job was suspended, or goes on.</summary>
/// <param name="Reason">The event's reason; null where nothing changed.</param>
internal sealed record Suspension(string? Reason)
{
    private const string Type = "Suspended";

    public static Suspension None { get; } = new((string?)null);

    /// <summary>Writes the condition. A Job that goes on has all of its deadline again.</summary>
    /// <returns>What changed.</returns>
    public static Suspension Write(JsonObject status, Job job, DateTimeOffset now)
    {
        var wanted = job.IsSuspended ? "True" : "False";
        var current = (string?)Conditions.Find(status, Type)?["status"];
        if (current == wanted || (current is null && !job.IsSuspended))
            return None;
        var reason = job.IsSuspended ? "Suspended" : "Resumed";
        Conditions.SetProbed(status, Type, wanted, $"Job{reason}", $"Job {reason.ToLowerInvariant()}", now);
        if (!job.IsSuspended)
            status["startTime"] = ObjectMeta.Time(now);
        return new Suspension(reason);
    }

    /// <summary>Tells it as an event.</summary>
    public void Tell(EventRecorder events, Job job)
    {
        if (Reason is not null)
            events.Normal(Kinds.Jobs, job.Value, Reason, $"Job {Reason.ToLowerInvariant()}");
    }
}
