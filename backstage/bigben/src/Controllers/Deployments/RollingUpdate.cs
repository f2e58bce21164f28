namespace BigBen.Controllers.Deployments;

/// <summary>
/// Kubernetes' own arithmetic of a rolling update (pkg/controller/deployment/rolling.go): the newest ReplicaSet grows as far as the surge
/// allows; of the old ones what is not available goes first, and no more goes than leaves enough available. What terminates does not count,
/// so that a drain is not waited for.
/// </summary>
internal static class RollingUpdate
{
    /// <summary>The size that the newest ReplicaSet is to have.</summary>
    public static int SizeOfNew(Rollout rollout) =>
        rollout.New!.Value.Replicas > rollout.Deployment.Replicas ? rollout.Deployment.Replicas : rollout.NewSize();

    /// <summary>The old ReplicaSets that are to have another size, and that size.</summary>
    public static IReadOnlyDictionary<string, int> SizesOfOld(Rollout rollout)
    {
        var sizes = rollout.Old.Where(set => set.Replicas > 0).ToDictionary(set => set.Name, set => set.Replicas);
        var newest = rollout.New!.Value;
        var least = rollout.Deployment.Replicas - rollout.Deployment.MaxUnavailable;
        var room = rollout.All.Sum(set => set.Replicas) - least - (newest.Replicas - newest.Available);
        if (room <= 0)
            return new Dictionary<string, int>();
        var old = rollout.Old.Where(set => set.Replicas > 0).ToList();
        foreach (var set in old)
            Take(set, set.Replicas - set.Available, ref room);
        // A status may still count pods that the last step gave up; Kubernetes relies on that not to happen.
        var healthy = rollout.All.Sum(set => Math.Min(set.Available, set.Replicas)) - least;
        foreach (var set in old)
            Take(set, sizes[set.Name], ref healthy);
        return old.Where(set => sizes[set.Name] != set.Replicas).ToDictionary(set => set.Name, set => sizes[set.Name]);

        void Take(ReplicaSet set, int most, ref int left)
        {
            var count = Math.Min(left, most);
            if (count <= 0)
                return;
            sizes[set.Name] -= count;
            left -= count;
        }
    }
}
