using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Controllers.Jobs;
using BigBen.Foundation.Schedules;

namespace BigBen.Controllers.CronJobs;

/// <summary>Makes the Jobs of CronJobs when their time has come.</summary>
internal sealed class CronJobController
{
    // As Kubernetes, which looks a little after the time so as not to be early.
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(100);

    private readonly IObjectStore _store;
    private readonly TimeProvider _clock;
    private readonly EventRecorder _events;
    private readonly CronJobHistory _history;

    /// <summary>A controller of the CronJobs of a store.</summary>
    public CronJobController(IObjectStore store, TimeProvider clock)
    {
        _store = store;
        _clock = clock;
        _events = new EventRecorder(store, clock, "cronjob-controller");
        _history = new CronJobHistory(store, _events);
    }

    /// <summary>Follows the Jobs of one CronJob, and makes the one that is due.</summary>
    /// <returns>How long until the next one is.</returns>
    public TimeSpan? Reconcile(NamespacedName key)
    {
        if (_store.Find(Kinds.CronJobs, key.Namespace, key.Name) is not { } value)
            return null;
        var cronJob = new CronJob(value);
        var status = new CronJobStatus(cronJob);
        var jobs = _store.List(Kinds.Jobs, key.Namespace).Items
            .Where(job => OwnerReference.ControllerOf(job)?.Uid == value.Text("uid")).ToList();
        _history.Clean(cronJob, jobs, status);
        _history.Note(cronJob, jobs, status);
        StatusException? failure = null;
        TimeSpan? next = null;
        try
        {
            next = value.IsTerminating() || cronJob.IsSuspended ? null : Start(cronJob, jobs, status);
        }
        catch (StatusException e)
        {
            Warn(cronJob, "FailedCreate", $"Error creating job: {e.Message}");
            failure = e;
        }

        _store.UpdateStatus(Kinds.CronJobs, value, status.Write);
        return failure is null ? next : throw failure;
    }

    private TimeSpan? Start(CronJob cronJob, IReadOnlyList<JsonElement> jobs, CronJobStatus status)
    {
        if (ZoneOf(cronJob) is not { } zone)
            return null;
        var (schedule, error) = CronSchedule.Read(cronJob.Schedule);
        if (error is not null)
        {
            Warn(cronJob, "UnparseableSchedule", $"unparseable schedule: \"{cronJob.Schedule}\" : {error}");
            return null;
        }

        var now = _clock.GetUtcNow();
        var earliest = status.LastScheduleTime ?? cronJob.Value.TimeAt("metadata", "creationTimestamp") ?? now;
        if (now - cronJob.StartingDeadline is { } oldest && oldest > earliest)
            earliest = oldest;
        var missed = MissedRuns.Of(schedule, zone, earliest, now);
        if (missed.AreMany)
        {
            const string many = "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew";
            Warn(cronJob, "TooManyMissedTimes", many);
        }

        if (missed.Last is { } due && due != status.LastScheduleTime)
            Start(cronJob, jobs, status, due, zone, now);
        return schedule.Next(now, zone) - now + Late;
    }

    private void Start(
        CronJob cronJob, IReadOnlyList<JsonElement> jobs, CronJobStatus status, DateTimeOffset due, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (due + cronJob.StartingDeadline < now)
        {
            var time = due.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
            Warn(cronJob, "MissSchedule", $"Missed scheduled time to start a job: {time}");
            return;
        }

        if (status.Active.Count > 0 && cronJob.ConcurrencyPolicy == "Forbid")
        {
            const string active = "Not starting job because prior execution is running and concurrency policy is Forbid";
            _events.Normal(Kinds.CronJobs, cronJob.Value, "JobAlreadyActive", active);
            return;
        }

        if (cronJob.ConcurrencyPolicy == "Replace")
        {
            foreach (var running in jobs.Where(status.IsActive))
                _history.Delete(cronJob, running, status);
        }

        // One of the same time that was made before the status could tell so is taken over.
        if (jobs.FirstOrDefault(made => made.NameOf() == cronJob.JobName(due)) is not { ValueKind: JsonValueKind.Object } job)
        {
            job = _store.Create(Kinds.Jobs, cronJob.Value.Text("namespace"), cronJob.JobOf(due, zone));
            _events.Normal(Kinds.CronJobs, cronJob.Value, "SuccessfulCreate", $"Created job {job.NameOf()}");
        }

        if (new Job(job).Finished is null && !status.IsActive(job))
            status.Start(job);
        status.LastScheduleTime = due;
    }

    private TimeZoneInfo? ZoneOf(CronJob cronJob)
    {
        if (cronJob.TimeZone is not { } name)
            return TimeZoneInfo.Local;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            return zone;
        Warn(cronJob, "UnknownTimeZone", $"invalid timeZone: \"{name}\": unknown time zone {name}");
        return null;
    }

    private void Warn(CronJob cronJob, string reason, string message) =>
        _events.Warning(Kinds.CronJobs, cronJob.Value, reason, message);
}
