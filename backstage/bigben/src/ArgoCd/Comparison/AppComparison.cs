using BigBen.ArgoCd.Health;

namespace BigBen.ArgoCd.Comparison;

/// <summary>An Application compared with what is there.</summary>
/// <param name="Target">What git asks for.</param>
/// <param name="Resources">The objects that git asks for or that the Application tracks, in the order of Argo CD's status.</param>
/// <param name="Hooks">The hooks that git asks for.</param>
/// <param name="NotEnforced">What git asks for, nothing depends on and the local platform does not do, and why.</param>
internal sealed record AppComparison(
    Target Target, IReadOnlyList<ResourceComparison> Resources, IReadOnlyList<TargetObject> Hooks, IReadOnlyList<string> NotEnforced)
{
    /// <summary>The objects that another Application has as well, each in Argo CD's words.</summary>
    public IReadOnlyList<string> Shared { get; init; } = [];

    /// <summary>Whether everything is as git says; what is kept though git no longer has it does not count where it says so.</summary>
    public SyncStatus Status =>
        Target.Error is not null ? SyncStatus.Unknown
        : Resources.Any(resource => resource.Status == SyncStatus.OutOfSync && !resource.IsIgnored) ? SyncStatus.OutOfSync
        : SyncStatus.Synced;

    /// <summary>
    /// The worst health of the objects; one that is not there yet counts where its kind can be unhealthy, or where none is there, and one
    /// that says so does not count.
    /// </summary>
    public HealthCode Health
    {
        get
        {
            var deployed = Resources.Where(resource => !resource.IsHook).ToList();
            var worst = deployed.Where(Counts).Select(resource => resource.Health!.Status).DefaultIfEmpty(HealthCode.Healthy).Max();
            var noneIsThere = deployed.Count > 0 && deployed.TrueForAll(resource => resource.Live is null);
            return noneIsThere && worst < HealthCode.Missing ? HealthCode.Missing : worst;
        }
    }

    private static bool Counts(ResourceComparison resource)
    {
        if (resource.Health is null || (resource.Live is { } live && HealthCheck.IsIgnored(live)))
            return false;
        if (resource.Key.Kind == "Application" && resource.Health.Status is (HealthCode.Missing or HealthCode.Unknown))
            return false;
        return resource.Health.Status != HealthCode.Missing || HealthCheck.IsKnown(resource.Key);
    }
}
