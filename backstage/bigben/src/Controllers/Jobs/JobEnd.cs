using System.Text.Json;
using System.Text.Json.Nodes;
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
    /// <param name="failed">How many of them failed, ever.</param>
    /// <param name="now">The time.</param>
    public static JobEnd? Of(Job job, IReadOnlyList<JsonElement> pods, long failed, DateTimeOffset now)
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

        if (failed > job.BackOffLimit || IsRestartedTooOften(job, pods))
            return Failure("BackoffLimitExceeded", "Job has reached the specified backoff limit");
        return !job.IsSuspended && job.StartTime + job.Deadline <= now
            ? Failure("DeadlineExceeded", "Job was active longer than specified deadline")
            : null;
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

    private static JobEnd Failure(string reason, string message) => new(FailureTarget, "Failed", reason, message);

    private static bool IsRestartedTooOften(Job job, IReadOnlyList<JsonElement> pods)
    {
        if (!job.RestartsInPlace)
            return false;
        var restarts = pods.Where(pod => !pod.IsOver())
            .Sum(pod => pod.ItemsAt("status", "containerStatuses").Sum(status => status.NumberAt("restartCount") ?? 0));
        return restarts > 0 && restarts >= job.BackOffLimit;
    }

    private void Write(JsonObject status, string type, DateTimeOffset now) =>
        Conditions.SetProbed(status, type, "True", Reason, Message, now);
}
