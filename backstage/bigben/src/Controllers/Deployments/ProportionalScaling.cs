using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Deployments;

/// <summary>
/// A Deployment that gets another size amid a rollout spreads the difference over its ReplicaSets by their sizes
/// (pkg/controller/deployment/sync.go).
/// </summary>
internal static class ProportionalScaling
{
    /// <summary>The size that each ReplicaSet is to have.</summary>
    public static IReadOnlyList<(ReplicaSet Set, int Size)> Sizes(Rollout rollout)
    {
        var (deployment, active) = (rollout.Deployment, rollout.Active.ToList());
        if (active.Count <= 1)
        {
            var only = active.Count == 1 ? active[0] : rollout.New ?? rollout.Old.Cast<ReplicaSet?>().LastOrDefault();
            return only is { } set ? [(set, deployment.Replicas)] : [];
        }

        if (rollout.New is { } newest && IsSaturated(deployment, newest))
            return [.. rollout.Old.Where(set => set.Replicas > 0).Select(set => (set, 0)), (newest, newest.Replicas)];
        return deployment.IsRecreate ? [] : Spread(deployment, active);
    }

    private static bool IsSaturated(Deployment deployment, ReplicaSet set) =>
        set.Replicas == deployment.Replicas
        && set.NumberOf(Revisions.Desired) == deployment.Replicas
        && set.Available == deployment.Replicas;

    private static List<(ReplicaSet Set, int Size)> Spread(Deployment deployment, List<ReplicaSet> active)
    {
        var allowed = deployment.Replicas > 0 ? deployment.Replicas + deployment.MaxSurge : 0;
        var difference = allowed - active.Sum(set => set.Replicas);
        // The largest first; of the same size the newest where pods come, the oldest where they go.
        var ordered = difference > 0
            ? active.OrderByDescending(set => set.Replicas).ThenByDescending(set => set.Created).ToList()
            : active.OrderByDescending(set => set.Replicas).ThenBy(set => set.Created).ToList();
        var sizes = new List<(ReplicaSet Set, int Size)>();
        var spread = 0;
        foreach (var set in ordered)
        {
            var left = difference - spread;
            var share = Share(deployment, set);
            var part = difference > 0 ? Math.Min(share, left) : Math.Max(share, left);
            spread += part;
            sizes.Add((set, set.Replicas + part));
        }

        sizes[0] = (sizes[0].Set, Math.Max(0, sizes[0].Size + difference - spread));
        return sizes;
    }

    private static int Share(Deployment deployment, ReplicaSet set)
    {
        if (deployment.Replicas == 0)
            return -set.Replicas;
        var before = set.NumberOf(Revisions.Max) is { } max and > 0
            ? max
            : Math.Max(1, deployment.Value.NumberAt("status", "replicas") ?? 0);
        var size = Math.Round((double)set.Replicas * (deployment.Replicas + deployment.MaxSurge) / before, MidpointRounding.AwayFromZero);
        return (int)size - set.Replicas;
    }
}
