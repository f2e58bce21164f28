namespace BigBen.Controllers.Deployments;

/// <summary>A Deployment and its ReplicaSets as they were when its reconciliation began.</summary>
/// <param name="Deployment">The Deployment.</param>
/// <param name="New">The ReplicaSet of its template; null where there is none yet.</param>
/// <param name="Old">The other ones, those that were made first at the beginning.</param>
internal sealed record Rollout(Deployment Deployment, ReplicaSet? New, IReadOnlyList<ReplicaSet> Old)
{
    /// <summary>Every ReplicaSet.</summary>
    public IEnumerable<ReplicaSet> All => New is { } newest ? [.. Old, newest] : Old;

    /// <summary>Every ReplicaSet that is asked to have pods.</summary>
    public IEnumerable<ReplicaSet> Active => All.Where(set => set.Replicas > 0);

    /// <summary>The number of the rollout of its template.</summary>
    public long Revision => Old.Select(set => set.Revision).DefaultIfEmpty().Max() + 1;

    /// <summary>Whether the Deployment was given another size since its ReplicaSets were last scaled.</summary>
    public bool IsScaling
    {
        get
        {
            var replicas = Deployment.Replicas;
            return Active.Any(set => set.NumberOf(Revisions.Desired) is { } desired && desired != replicas);
        }
    }

    /// <summary>Tells the newest of a Deployment's ReplicaSets from the old ones.</summary>
    public static Rollout Of(Deployment deployment, IEnumerable<JsonElement> sets)
    {
        var all = sets.Select(set => new ReplicaSet(set))
            .OrderBy(set => set.Created).ThenBy(set => set.Name, StringComparer.Ordinal)
            .ToList();
        // Should two have the very same template, then the one that was made first is it (deployment/util FindNewReplicaSet).
        var at = all.FindIndex(set => PodTemplate.AreSame(set.Value.GetProperty("spec").GetProperty("template"), deployment.Template));
        return at < 0
            ? new Rollout(deployment, null, all)
            : new Rollout(deployment, all[at], [.. all.Where((_, i) => i != at)]);
    }

    /// <summary>How many pods the newest ReplicaSet may be asked to have now.</summary>
    public int NewSize()
    {
        var size = New?.Replicas ?? 0;
        if (Deployment.IsRecreate)
            return Deployment.Replicas;
        var room = Deployment.Replicas + Deployment.MaxSurge - All.Sum(set => set.Replicas);
        return room <= 0 ? size : size + Math.Min(room, Deployment.Replicas - size);
    }
}
