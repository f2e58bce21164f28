using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Controllers.Jobs;

namespace BigBen.Controllers.CronJobs;

/// <summary>Follows the Jobs of a CronJob: notes which have finished, and deletes those that are old.</summary>
/// <param name="store">Where they are.</param>
/// <param name="events">Told of each.</param>
internal sealed class CronJobHistory(IObjectStore store, EventRecorder events)
{
    /// <summary>Brings the status in line with the Jobs that there are.</summary>
    public void Note(CronJob cronJob, IReadOnlyList<JsonElement> jobs, CronJobStatus status)
    {
        foreach (var job in jobs)
        {
            var condition = new Job(job).Finished?.TextAt("type");
            if (condition is null)
            {
                if (!status.IsActive(job))
                    Warn("UnexpectedJob", $"Saw a job that the controller did not create or forgot: {job.NameOf()}");
                continue;
            }

            if (status.IsActive(job))
            {
                status.End(job);
                Tell("SawCompletedJob", $"Saw completed job: {job.NameOf()}, condition: {condition}");
            }

            if (job.TimeAt("status", "completionTime") is { } completed && !(completed <= status.LastSuccessfulTime))
                status.LastSuccessfulTime = completed;
        }

        var uids = jobs.Select(job => job.Text("uid")).ToHashSet();
        foreach (var gone in status.Active.Where(reference => !uids.Contains((string?)reference["uid"] ?? "")).ToList())
        {
            status.Active.Remove(gone);
            Tell("MissingJob", $"Active job went missing: {gone["name"]}");
        }

        void Tell(string reason, string message) => events.Normal(Kinds.CronJobs, cronJob.Value, reason, message);

        void Warn(string reason, string message) => events.Warning(Kinds.CronJobs, cronJob.Value, reason, message);
    }

    /// <summary>Deletes the oldest of the finished Jobs that are more than are to be kept.</summary>
    public void Clean(CronJob cronJob, IReadOnlyList<JsonElement> jobs, CronJobStatus status)
    {
        foreach (var (type, limit) in new[] { ("Complete", cronJob.SuccessfulHistory), ("Failed", cronJob.FailedHistory) })
        {
            var finished = jobs.Where(job => !job.IsTerminating() && new Job(job).Finished?.TextAt("type") == type)
                .OrderBy(job => new Job(job).StartTime).ThenBy(job => job.NameOf(), StringComparer.Ordinal).ToList();
            foreach (var job in finished.Take(finished.Count - limit))
                Delete(cronJob, job, status);
        }
    }

    /// <summary>Deletes a Job, and its pods with it.</summary>
    public void Delete(CronJob cronJob, JsonElement job, CronJobStatus status)
    {
        store.DeleteIfThere(Kinds.Jobs, job, "Background");
        status.End(job);
        events.Normal(Kinds.CronJobs, cronJob.Value, "SuccessfulDelete", $"Deleted job {job.NameOf()}");
    }
}
