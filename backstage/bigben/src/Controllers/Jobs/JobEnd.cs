using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Jobs;

/// <summary>
/// How a Job ends. A first condition tells that it will, the last one that nothing of it runs any more.
/// </summary>
/// <param name="Target">The type of the first condition: <c>SuccessCriteriaMet</c> or <c>FailureTarget</c>.</param>
/// <param name="Final">The type of the last one: <c>Complete</c> or <c>Failed</c>.</param>
/// <param name="Reason">Kubernetes' reason.</param>
/// <param name="Message">Kubernetes' message.</param>
internal sealed record JobEnd(string Target, string Final, string Reason, string Message)
{
    private const string SuccessCriteriaMet = "SuccessCriteriaMet";
    private const string FailureTarget = "FailureTarget";

    /// <summary>Enough of its pods succeeded.</summary>
    public static JobEnd Complete { get; } = new(
        SuccessCriteriaMet, "Complete", "CompletionsReached", "Reached expected number of succeeded pods");

    public bool IsSuccess => Target == SuccessCriteriaMet;

    /// <summary>The end that a Job has told of already, or the failure that is due; null where it goes on.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="pods">Its pods.</param>
    /// <param name="tally">How they ended.</param>
    /// <param name="now">The time.</param>
    public static JobEnd? Of(Job job, IReadOnlyList<JsonElement> pods, JobTally tally, DateTimeOffset now)
    {
        foreach (var condition in job.Value.ItemsAt("status", "conditions"))
        {
            if (condition.TextAt("status") == "True" && condition.TextAt("type") is SuccessCriteriaMet or FailureTarget)
            {
                var (reason, message) = (condition.TextAt("reason") ?? "", condition.TextAt("message") ?? "");
                return condition.TextAt("type") == SuccessCriteriaMet
                    ? Complete with { Reason = reason, Message = message }
                    : Failure(reason, message);
            }
        }

        var failing = pods.Where(job.IsFailed).Select(pod => PodFailurePolicy.Of(job, pod).Message).FirstOrDefault(why => why is not null);
        if (failing is not null)
            return Failure("PodFailurePolicy", failing);
        if (tally.Failed > job.BackOffLimit || IsRestartedTooOften(job, pods))
            return Failure("BackoffLimitExceeded", "Job has reached the specified backoff limit");
        if (!job.IsSuspended && job.StartTime + job.Deadline <= now)
            return Failure("DeadlineExceeded", "Job was active longer than specified deadline");
        return OfIndexes(job, tally);
    }

    /// <summary>Writes the first condition.</summary>
    public void WriteTarget(JsonObject status, DateTimeOffset now) => Write(status, Target, now);

    /// <summary>Writes the last condition.</summary>
    public void WriteFinal(JsonObject status, DateTimeOffset now)
    {
        Write(status, Final, now);
        if (IsSuccess)
            status["completionTime"] = ObjectMeta.Time(now);
    }

    private static JobEnd? OfIndexes(Job job, JobTally tally)
    {
        if (!job.IsIndexed)
            return null;
        var failed = tally.Failures.Indexes.Count;
        if (failed > job.MaxFailedIndexes)
            return Failure("MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes");
        if (failed > 0 && failed + tally.Indexes.Count >= job.Completions)
            return Failure("FailedIndexes", "Job has failed indexes");
        return SuccessPolicy.Met(job, tally.Indexes) is { } met ? Complete with { Reason = "SuccessPolicy", Message = met } : null;
    }

    private static JobEnd Failure(string reason, string message) => new(FailureTarget, "Failed", reason, message);

    private static bool IsRestartedTooOften(Job job, IReadOnlyList<JsonElement> pods)
    {
        if (!job.RestartsInPlace)
            return false;
        var restarts = pods.Where(pod => !pod.IsOver())
            .SelectMany(pod => pod.ItemsAt("status", "initContainerStatuses").Concat(pod.ItemsAt("status", "containerStatuses")))
            .Sum(status => status.NumberAt("restartCount") ?? 0);
        return restarts > 0 && restarts >= job.BackOffLimit;
    }

    private void Write(JsonObject status, string type, DateTimeOffset now) =>
        Conditions.SetProbed(status, type, "True", Reason, Message, now);
}
