using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Jobs;

/// <summary>Runs the pods of Jobs until enough of them succeeded, too many failed, or the time is over.</summary>
internal sealed class JobController
{
    private readonly IObjectStore _store;
    private readonly TimeProvider _clock;
    private readonly Claims _claims;
    private readonly EventRecorder _events;
    private readonly JobPods _pods;

    /// <summary>A controller of the Jobs of a store.</summary>
    public JobController(IObjectStore store, TimeProvider clock)
    {
        _store = store;
        _clock = clock;
        _claims = new Claims(store);
        _events = new EventRecorder(store, clock, "job-controller");
        _pods = new JobPods(store, _events);
    }

    /// <summary>Brings one Job a step further, and tells how it stands.</summary>
    /// <param name="key">The Job.</param>
    /// <param name="cancellationToken">Ends it between two pods.</param>
    /// <returns>When a pod that waits is due, or the Job's deadline is.</returns>
    public TimeSpan? Reconcile(NamespacedName key, CancellationToken cancellationToken)
    {
        var found = _store.Find(Kinds.Jobs, key.Namespace, key.Name);
        _pods.ReleaseOrphans(key, found?.Text("uid"));
        if (found is not { } value || new Job(value) is not { Finished: null, IsManagedElsewhere: false } job)
            return null;
        var pods = _claims.Claim(Kinds.Jobs, value, Kinds.Pods);
        var now = _clock.GetUtcNow();
        var tally = new JobTally(job, pods);
        var scale = new JobScale(job, pods, tally, now);
        var end = JobEnd.Of(job, pods, tally, now);
        StatusException? failure = null;
        if (end is not null)
        {
            Delete(scale, scale.Active, cancellationToken);
            tally.EndRest(end.IsSuccess);
        }
        else
        {
            failure = value.IsTerminating() ? null : TryScale(scale, cancellationToken);
            if (failure is null && scale.IsComplete)
                end = JobEnd.Complete;
        }

        Write(job, scale, tally, end, now);
        if (failure is not null)
            throw failure;
        return end is null ? Next(scale.Wait, job.Deadline - (now - (job.StartTime ?? now))) : null;
    }

    private static TimeSpan? Next(params IEnumerable<TimeSpan?> waits) => waits.Where(wait => wait > TimeSpan.Zero).Min();

    private StatusException? TryScale(JobScale scale, CancellationToken cancellationToken)
    {
        try
        {
            Delete(scale, scale.Excess, cancellationToken);
            foreach (var index in scale.Missing)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _pods.Create(scale.Job, index, index is { } number ? scale.ReplacedBy(number) : null);
                scale.Created++;
            }

            return null;
        }
        catch (StatusException e)
        {
            return e;
        }
    }

    private void Delete(JobScale scale, IReadOnlyList<JsonElement> pods, CancellationToken cancellationToken)
    {
        foreach (var pod in pods)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _pods.Delete(scale.Job, pod);
            scale.Deleted.Add(pod);
        }
    }

    // First what is noted, then the pods are let go, then what is counted: cut short anywhere, the next one goes on from there.
    private void Write(Job job, JobScale scale, JobTally tally, JobEnd? end, DateTimeOffset now)
    {
        var suspension = Suspension.None;
        var noted = _store.UpdateStatus(Kinds.Jobs, job.Value, status =>
        {
            if (end is null)
                suspension = Suspension.Write(status, job, now);
            if (!job.IsSuspended)
                status["startTime"] ??= ObjectMeta.Time(now);
            end?.WriteTarget(status, now);
            Describe(status);
        });
        if (noted is null)
            return;
        suspension.Tell(_events, job);
        tally.Settle(_pods.Release);
        var isFinal = end is not null && tally.IsSettled && scale.TerminatingCount == 0;
        _store.UpdateStatus(Kinds.Jobs, job.Value, status =>
        {
            Describe(status);
            if (isFinal)
                end!.WriteFinal(status, now);
        });
        if (!isFinal)
            return;
        if (end!.IsSuccess)
            _events.Normal(Kinds.Jobs, job.Value, "Completed", "Job completed");
        else
            _events.Warning(Kinds.Jobs, job.Value, end.Reason, end.Message);

        void Describe(JsonObject status)
        {
            scale.Write(status);
            tally.Write(status);
        }
    }
}
