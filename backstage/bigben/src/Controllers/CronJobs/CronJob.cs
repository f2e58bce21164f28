using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.CronJobs;

/// <summary>What a CronJob asks for, with Kubernetes' defaults.</summary>
/// <param name="Value">The object.</param>
internal readonly record struct CronJob(JsonElement Value)
{
    private const string ScheduledAt = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    public string Schedule => Value.TextAt("spec", "schedule") ?? "";

    /// <summary>Whose clocks are meant; null for those of the machine.</summary>
    public string? TimeZone => Value.TextAt("spec", "timeZone");

    public bool IsSuspended => Value.FlagAt("spec", "suspend");

    /// <summary><c>Allow</c>, <c>Forbid</c> or <c>Replace</c>.</summary>
    public string ConcurrencyPolicy => Value.TextAt("spec", "concurrencyPolicy") ?? "Allow";

    /// <summary>How late a Job may be started; null for however late. 68 years at most, so that no sum with a time overflows.</summary>
    public TimeSpan? StartingDeadline => Value.NumberAt("spec", "startingDeadlineSeconds") is { } seconds
        ? TimeSpan.FromSeconds(long.Min(seconds, int.MaxValue))
        : null;

    /// <summary>How many Jobs that succeeded are kept.</summary>
    public int SuccessfulHistory => (int)(Value.NumberAt("spec", "successfulJobsHistoryLimit") ?? 3);

    /// <summary>How many Jobs that failed are kept.</summary>
    public int FailedHistory => (int)(Value.NumberAt("spec", "failedJobsHistoryLimit") ?? 1);

    /// <summary>The name of the Job of a time: two of the same time cannot both be.</summary>
    public string JobName(DateTimeOffset time) => $"{Value.NameOf()}-{time.ToUnixTimeSeconds() / 60}";

    /// <summary>The Job of a time.</summary>
    public JsonObject JobOf(DateTimeOffset time, TimeZoneInfo zone)
    {
        var template = Value.At("spec", "jobTemplate") is { } found ? JsonObject.Create(found)!.DeepClone().AsObject() : [];
        var metadata = template["metadata"] as JsonObject;
        var annotations = metadata?["annotations"]?.DeepClone().AsObject() ?? [];
        var local = TimeZoneInfo.ConvertTime(time, zone);
        annotations[ScheduledAt] = local.ToString(
            local.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = JobName(time),
                ["labels"] = metadata?["labels"]?.DeepClone() ?? new JsonObject(),
                ["annotations"] = annotations,
                ["ownerReferences"] = new JsonArray(OwnerReference.ToController(Kinds.CronJobs, Value).ToJson()),
            },
            ["spec"] = template["spec"]?.DeepClone(),
        };
    }
}
