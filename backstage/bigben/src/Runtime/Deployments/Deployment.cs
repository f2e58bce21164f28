using System.Text.Json.Nodes;
using BigBen.Manifests;
using BigBen.Manifests.Specs;

namespace BigBen.Runtime;

/// <summary>What the controller of one Deployment decides; everything here happens under the cluster's lock.</summary>
/// <param name="key">The Deployment.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="createPod">Makes a pod for a ReplicaSet.</param>
/// <param name="stopPod">Ends a pod.</param>
/// <param name="tell">Tells an event of the Deployment.</param>
internal sealed class Deployment(
    ObjectKey key, TimeProvider clock, Action<Deployment, ReplicaSet> createPod, Action<Pod> stopPod, Action<ObjectKey, string, string, bool> tell)
{
    private const string RestartedAt = "kubectl.kubernetes.io/restartedAt";

    private Manifest manifest = null!;
    private DeploymentSpec spec = null!;
    private ReplicaSet? current;
    private string? restartedAt;
    private (int Updated, int Old, int Ready, int Available) progress;
    private DateTimeOffset progressedAt;
    private bool completed;
    private bool exceeded;

    public ObjectKey Key => key;

    public long Generation { get; private set; }

    public List<ReplicaSet> ReplicaSets { get; } = [];

    public DeploymentStatus? Status { get; private set; }

    /// <summary>When something is to be decided though nothing happens until then.</summary>
    public DateTimeOffset? NextDue { get; private set; }

    private IEnumerable<ReplicaSet> Old => ReplicaSets.Where(set => set != current);

    public void Set(Manifest wanted, DeploymentSpec wantedSpec)
    {
        if (manifest is null || Manifest.HashOf(manifest.Body["spec"]) != Manifest.HashOf(wanted.Body["spec"]))
            Generation++;
        manifest = wanted;
        spec = wantedSpec;
    }

    /// <summary>Replaces every pod by a new one of the same template, as <c>kubectl rollout restart</c>.</summary>
    public void Restart()
    {
        restartedAt = clock.GetUtcNow().ToString("O");
        Generation++;
    }

    /// <summary>Ends every pod.</summary>
    public void Delete()
    {
        foreach (var set in ReplicaSets)
            Scale(set, 0);
    }

    /// <summary>Brings what there is one step closer to what is asked for.</summary>
    public void Reconcile(AutoscalerSpec? autoscaler)
    {
        var now = clock.GetUtcNow();
        var desired = autoscaler is null
            ? spec.Replicas ?? 1
            : Math.Clamp(spec.Replicas ?? autoscaler.MinReplicas, autoscaler.MinReplicas, autoscaler.MaxReplicas);
        FindCurrent(now);
        if (spec.Recreate)
        {
            foreach (var set in Old)
                Scale(set, 0);
            if (Old.All(set => set.Pods.Count == 0))
                Scale(current!, desired);
        }
        else
        {
            var surge = spec.MaxSurge.Of(desired, roundUp: true);
            var unavailable = spec.MaxUnavailable.Of(desired, roundUp: false);
            // Both can round to 0, which would never let a pod be replaced (k8s.io/kubernetes deployment/util ResolveFenceposts).
            ScaleUpNew(desired, surge);
            ScaleDownOld(desired, surge == 0 && unavailable == 0 ? 1 : unavailable, now);
            // What just went made room; its end, a drain later, is not waited for, as Kubernetes does not count pods that terminate.
            ScaleUpNew(desired, surge);
        }

        ReplicaSets.RemoveAll(set => set != current && set.Replicas == 0 && set.Pods.Count == 0);
        SetStatus(desired, now);
    }

    public IEnumerable<ReplicaSetStatus> ReplicaSetStatuses()
    {
        var now = clock.GetUtcNow();
        return ReplicaSets.Select(set => new ReplicaSetStatus(
            new ObjectKey("apps", "ReplicaSet", key.Namespace, set.Name),
            key.Name,
            set.Hash,
            set.Spec.Container.Image,
            set == current,
            set.Replicas,
            set.Ready,
            set.Available(spec.MinReady, now)));
    }

    private void FindCurrent(DateTimeOffset now)
    {
        var template = spec.Template;
        if (restartedAt is not null)
        {
            template = (JsonObject)template.DeepClone();
            var metadata = (JsonObject)template["metadata"]!;
            if (metadata["annotations"] is not JsonObject annotations)
                metadata["annotations"] = annotations = [];
            annotations[RestartedAt] = restartedAt;
        }

        var hash = ReplicaSet.HashOf(template);
        if (current?.Hash == hash)
            return;
        current = ReplicaSets.FirstOrDefault(set => set.Hash == hash);
        if (current is null)
            ReplicaSets.Add(current = new ReplicaSet(key.Name, hash, template, new SpecContext(key, manifest.Source)));
        (completed, exceeded, progressedAt) = (false, false, now);
    }

    private void ScaleUpNew(int desired, int surge)
    {
        if (current!.Replicas > desired)
        {
            Scale(current, desired);
        }
        else
        {
            var room = desired + surge - ReplicaSets.Sum(set => set.Replicas);
            Scale(current, current.Replicas + Math.Max(0, Math.Min(room, desired - current.Replicas)));
        }
    }

    /// <summary>
    /// Kubernetes' own arithmetic (k8s.io/kubernetes pkg/controller/deployment/rolling.go): what is not available goes first, and no more goes
    /// than leaves <paramref name="desired"/> less <paramref name="unavailable"/> available.
    /// </summary>
    private void ScaleDownOld(int desired, int unavailable, DateTimeOffset now)
    {
        var least = desired - unavailable;
        var newUnavailable = current!.Replicas - current.Available(spec.MinReady, now);
        var room = ReplicaSets.Sum(set => set.Replicas) - least - newUnavailable;
        foreach (var set in Old.ToList())
        {
            var sick = Math.Min(room, set.Replicas - set.Available(spec.MinReady, now));
            if (sick > 0)
            {
                Scale(set, set.Replicas - sick);
                room -= sick;
            }
        }

        room = ReplicaSets.Sum(set => set.Available(spec.MinReady, now)) - least;
        foreach (var set in Old.ToList())
        {
            var away = Math.Min(room, set.Replicas);
            if (away > 0)
            {
                Scale(set, set.Replicas - away);
                room -= away;
            }
        }
    }

    private void Scale(ReplicaSet set, int replicas)
    {
        if (set.Replicas != replicas)
        {
            tell(key, "ScalingReplicaSet", $"Scaled {(replicas > set.Replicas ? "up" : "down")} replica set {set.Name} from {set.Replicas} to {replicas}", false);
            set.Replicas = replicas;
        }

        var active = set.Active.Count();
        for (; active < replicas; active++)
            createPod(this, set);
        foreach (var pod in set.ToStop(active - replicas).ToList())
            stopPod(pod);
    }

    private void SetStatus(int desired, DateTimeOffset now)
    {
        var replicas = ReplicaSets.Sum(set => set.Active.Count());
        var updated = current!.Active.Count();
        var ready = ReplicaSets.Sum(set => set.Ready);
        var available = ReplicaSets.Sum(set => set.Available(spec.MinReady, now));
        var complete = updated == desired && replicas == desired && available == desired;

        // Kubernetes' words for progress (deployment/util DeploymentProgressing): more new, ready or available pods, or fewer old ones.
        var latest = (updated, replicas - updated, ready, available);
        if (latest.updated > progress.Updated || latest.Item2 < progress.Old || ready > progress.Ready || available > progress.Available)
            (progressedAt, exceeded) = (now, false);
        progress = latest;
        completed |= complete;
        exceeded = !completed && (exceeded || now - progressedAt >= spec.ProgressDeadline);

        var due = ReplicaSets.SelectMany(set => set.Active)
            .Where(pod => pod.Status is { Ready: true, ReadySince: not null })
            .Select(pod => pod.Status.ReadySince!.Value + spec.MinReady)
            .Where(time => time > now)
            .ToList();
        if (!completed && !exceeded)
            due.Add(progressedAt + spec.ProgressDeadline);
        NextDue = due.Count == 0 ? null : due.Min();

        var reason = exceeded ? "ProgressDeadlineExceeded"
            : complete ? "NewReplicaSetAvailable"
            : completed ? "MinimumReplicasUnavailable"
            : "ReplicaSetUpdated";
        if (exceeded && Status is { ProgressDeadlineExceeded: false })
            tell(key, reason, $"ReplicaSet {current.Name} has made no progress for {spec.ProgressDeadline.TotalSeconds:0} s", true);
        Status = new DeploymentStatus(
            key,
            Generation,
            Generation,
            desired,
            replicas,
            updated,
            ready,
            available,
            Math.Max(0, ReplicaSets.Sum(set => set.Replicas) - available),
            complete,
            exceeded,
            reason,
            Words(desired, updated, replicas, available, complete));
    }

    private string Words(int desired, int updated, int replicas, int available, bool complete)
    {
        if (complete)
            return desired == 0 ? "scaled to 0" : $"{available} of {desired} replicas available";
        var words = updated < desired && !completed ? $"{updated} of {desired} replicas updated"
            : replicas > updated && available >= desired ? $"{replicas - updated} old replicas still to be ended"
            : $"{current!.Available(spec.MinReady, clock.GetUtcNow())} of {desired} updated replicas available";
        if (exceeded)
            words = $"no progress for {spec.ProgressDeadline.TotalSeconds:0} s: {words}";
        var sick = current!.Active.FirstOrDefault(pod => !pod.Status.Ready && (pod.Status.Message is not null || pod.Status.WaitingReason is not null));
        return sick is null ? words
            : $"{words}; {sick.Status.Name}: {string.Join(": ", new[] { sick.Status.WaitingReason, sick.Status.Message }.Where(part => part is not null))}";
    }
}
