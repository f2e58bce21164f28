using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.CronJobs;

/// <summary>The status of a CronJob while it is reconciled.</summary>
internal sealed class CronJobStatus
{
    /// <summary>Takes over what the object says.</summary>
    public CronJobStatus(CronJob cronJob)
    {
        Active = [.. cronJob.Value.ItemsAt("status", "active").Select(reference => JsonObject.Create(reference)!)];
        LastScheduleTime = cronJob.Value.TimeAt("status", "lastScheduleTime");
        LastSuccessfulTime = cronJob.Value.TimeAt("status", "lastSuccessfulTime");
    }

    /// <summary>References to the Jobs that run.</summary>
    public List<JsonObject> Active { get; }

    /// <summary>The time of the schedule that the last Job was started for.</summary>
    public DateTimeOffset? LastScheduleTime { get; set; }

    /// <summary>When a Job last succeeded.</summary>
    public DateTimeOffset? LastSuccessfulTime { get; set; }

    public bool IsActive(JsonElement job) => Active.Exists(reference => (string?)reference["uid"] == job.Text("uid"));

    public void Start(JsonElement job) => Active.Add(new JsonObject
    {
        ["kind"] = Kinds.Jobs.Kind,
        ["namespace"] = job.Text("namespace"),
        ["name"] = job.NameOf(),
        ["uid"] = job.Text("uid"),
        ["apiVersion"] = Kinds.Jobs.ApiVersion,
        ["resourceVersion"] = job.Text("resourceVersion"),
    });

    public void End(JsonElement job) => Active.RemoveAll(reference => (string?)reference["uid"] == job.Text("uid"));

    /// <summary>Writes it.</summary>
    public void Write(JsonObject status)
    {
        if (Active.Count > 0)
            status["active"] = new JsonArray([.. Active.Select(reference => reference.DeepClone())]);
        else
            status.Remove("active");
        Set(status, "lastScheduleTime", LastScheduleTime);
        Set(status, "lastSuccessfulTime", LastSuccessfulTime);
    }

    private static void Set(JsonObject status, string field, DateTimeOffset? time)
    {
        if (time is { } known)
            status[field] = ObjectMeta.Time(known);
    }
}
