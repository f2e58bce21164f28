using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Deployments;

/// <summary>
/// Rolls out Deployments by scaling their ReplicaSets, one step a reconciliation, as Kubernetes' own controller
/// (pkg/controller/deployment). Each step changes an object, which calls for the next.
/// </summary>
internal sealed class DeploymentController
{
    private readonly IObjectStore _store;
    private readonly TimeProvider _clock;
    private readonly Claims _claims;
    private readonly ReplicaSetControl _sets;

    /// <summary>A controller that does nothing by itself.</summary>
    /// <param name="store">The objects.</param>
    /// <param name="clock">The time.</param>
    public DeploymentController(IObjectStore store, TimeProvider clock)
    {
        _store = store;
        _clock = clock;
        _claims = new Claims(store);
        _sets = new ReplicaSetControl(store, new EventRecorder(store, clock, "deployment-controller"));
    }

    /// <summary>Brings one Deployment a step closer to what it asks for, and tells how it stands.</summary>
    /// <returns>When its progress deadline ends; null where there is nothing to wait for.</returns>
    public TimeSpan? Reconcile(NamespacedName key)
    {
        if (_store.Find(Kinds.Deployments, key.Namespace, key.Name) is not { } found)
            return null;
        var deployment = new Deployment(found);
        var rollout = Rollout.Of(deployment, _claims.Claim(Kinds.Deployments, found, Kinds.ReplicaSets));
        if (found.IsTerminating() || _store.Find(Kinds.Namespaces, "", key.Namespace)?.IsTerminating() is true)
        {
            WriteCounts(rollout);
            return null;
        }

        TellPause(deployment);
        rollout = Number(rollout);
        if (deployment.IsPaused || rollout.IsScaling)
        {
            foreach (var (set, size) in ProportionalScaling.Sizes(rollout))
                _sets.Scale(deployment, set, size);
            WriteCounts(rollout);
        }
        else if (deployment.IsRecreate)
        {
            WriteProgress(Recreate(rollout));
        }
        else
        {
            WriteProgress(Roll(rollout));
        }

        return _store.Find(Kinds.Deployments, key.Namespace, key.Name) is { } after
            ? DeploymentStatus.UntilDeadline(new Deployment(after), _clock.GetUtcNow())
            : null;
    }

    // One step: the newest grows, or else the old ones shrink. The status is of the sizes that the step found.
    private Rollout Roll(Rollout rollout)
    {
        rollout = WithNew(rollout);
        if (rollout.New is not { } newest || _sets.Scale(rollout.Deployment, newest, RollingUpdate.SizeOfNew(rollout)))
            return rollout;
        var sizes = RollingUpdate.SizesOfOld(rollout);
        foreach (var set in rollout.Old.Where(set => sizes.ContainsKey(set.Name)))
            _sets.Scale(rollout.Deployment, set, sizes[set.Name]);
        return rollout;
    }

    private Rollout Recreate(Rollout rollout)
    {
        var shrunk = false;
        foreach (var set in rollout.Old.Where(set => set.Replicas > 0))
            shrunk |= _sets.Scale(rollout.Deployment, set, 0);
        // The old pods must be gone, not only be on their way.
        if (shrunk || rollout.Old.Any(set => set.Actual > 0 || set.Terminating > 0 || set.IsUnobserved))
            return rollout;
        rollout = WithNew(rollout);
        if (rollout.New is { } newest)
            _sets.Scale(rollout.Deployment, newest, rollout.Deployment.Replicas);
        return rollout;
    }

    private Rollout WithNew(Rollout rollout)
    {
        if (rollout.New is not null || _sets.Create(rollout.Deployment, rollout.NewSize(), rollout.Revision) is not { } made)
            return rollout;
        return WithRevision(
            rollout with { New = made }, rollout.Revision, "NewReplicaSetCreated", $"Created new replica set \"{made.Name}\"");
    }

    // A ReplicaSet that is the newest again, as after `kubectl rollout undo`, gets the next number.
    private Rollout Number(Rollout rollout)
    {
        if (rollout.New is not { } newest)
            return rollout;
        var numbered = _store.Change(Kinds.ReplicaSets, newest.Value, set =>
        {
            Revisions.Annotate(set, rollout.Deployment, rollout.Revision);
            SetMinReady(set, rollout.Deployment);
        });
        if (numbered is not { } value)
            return rollout;
        newest = new ReplicaSet(value);
        return WithRevision(
            rollout with { New = newest }, newest.Revision, "FoundNewReplicaSet", $"Found new replica set \"{newest.Name}\"");
    }

    private Rollout WithRevision(Rollout rollout, long revision, string reason, string message)
    {
        var deployment = rollout.Deployment;
        var number = revision.ToString(CultureInfo.InvariantCulture);
        if (deployment.Value.TextAt("metadata", "annotations", Revisions.Revision) != number)
            _store.Change(Kinds.Deployments, deployment.Value, found => ObjectMeta.Annotations(found)[Revisions.Revision] = number);
        if (deployment.ProgressDeadline is null)
            return rollout;
        _store.UpdateStatus(Kinds.Deployments, deployment.Value, status =>
        {
            if (reason == "NewReplicaSetCreated" || Conditions.Find(status, DeploymentStatus.Progressing) is null)
                DeploymentStatus.Set(status, DeploymentStatus.Progressing, "True", reason, message, _clock.GetUtcNow());
        });
        return rollout;
    }

    private void TellPause(Deployment deployment)
    {
        if (deployment.ProgressDeadline is null)
            return;
        _store.UpdateStatus(Kinds.Deployments, deployment.Value, status =>
        {
            var reason = (string?)Conditions.Find(status, DeploymentStatus.Progressing)?["reason"];
            if (reason == DeploymentStatus.TimedOut)
                return;
            var now = _clock.GetUtcNow();
            if (deployment.IsPaused && reason != "DeploymentPaused")
                DeploymentStatus.Set(status, DeploymentStatus.Progressing, "Unknown", "DeploymentPaused", "Deployment is paused", now);
            else if (!deployment.IsPaused && reason == "DeploymentPaused")
                DeploymentStatus.Set(status, DeploymentStatus.Progressing, "Unknown", "DeploymentResumed", "Deployment is resumed", now);
        });
    }

    private void WriteCounts(Rollout rollout) => _store.UpdateStatus(
        Kinds.Deployments, rollout.Deployment.Value, status => DeploymentStatus.WriteCounts(status, rollout, _clock.GetUtcNow()));

    private void WriteProgress(Rollout rollout)
    {
        var complete = false;
        _store.UpdateStatus(Kinds.Deployments, rollout.Deployment.Value, status =>
        {
            DeploymentStatus.WriteProgress(status, rollout, _clock.GetUtcNow());
            complete = DeploymentStatus.IsComplete(status, rollout.Deployment);
        });
        if (complete)
            Forget(rollout);
    }

    // Beyond the history that is asked for, the oldest go.
    private void Forget(Rollout rollout)
    {
        if (rollout.Deployment.HistoryLimit is not { } limit)
            return;
        foreach (var set in rollout.Old.Where(set => !set.IsTerminating).OrderBy(set => set.Revision).SkipLast(limit))
        {
            if (set is { Actual: 0, Replicas: 0, IsUnobserved: false })
                _store.DeleteIfThere(Kinds.ReplicaSets, set.Value);
        }
    }

    private static void SetMinReady(JsonObject set, Deployment deployment)
    {
        if (deployment.Value.NumberAt("spec", "minReadySeconds") is { } minReady)
            set["spec"]!["minReadySeconds"] = minReady;
        else
            set["spec"]!.AsObject().Remove("minReadySeconds");
    }
}
