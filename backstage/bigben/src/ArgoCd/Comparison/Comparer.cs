using BigBen.ApiServer.Registry;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Health;
using BigBen.ArgoCd.Sync;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Comparison;

/// <summary>Compares an Application's objects with those that are there.</summary>
/// <param name="store">Where those are.</param>
internal sealed class Comparer(IObjectStore store)
{
    private readonly LiveObjects _live = new(store);

    /// <summary>Compares.</summary>
    /// <param name="application">The Application.</param>
    /// <param name="project">Its project.</param>
    /// <param name="target">What git asks for.</param>
    /// <returns>The objects that git asks for or that the Application tracks, in the order of Argo CD's status.</returns>
    public AppComparison Compare(Application application, AppProject project, Target target)
    {
        var resources = new Dictionary<ObjectKey, ResourceComparison>();
        foreach (var wanted in target.Objects.Where(wanted => !wanted.IsHook && !IsOnlyKept(wanted)))
        {
            var live = wanted.Resource is null ? null : _live.Find(wanted.Resource, wanted.Key);
            resources[wanted.Key] = new ResourceComparison(
                wanted.Key, wanted.Resource, wanted.Manifest.Version, wanted, live, StatusOf(wanted, live, application, project),
                HealthOf(wanted.Key, live));
        }

        foreach (var (resource, key, live) in _live.TrackedBy(application.Name).Where(found => !resources.ContainsKey(found.Key)))
        {
            SyncStatus? status = Hooks.IsHook(live) || !Tracking.IsOwn(key, live) ? null
                : target.Error is null && project.Refuses(key) is null ? SyncStatus.OutOfSync
                : SyncStatus.Unknown;
            resources[key] = new ResourceComparison(
                key, resource, resource.Version, null, live, status, Hooks.IsHook(live) ? null : HealthOf(key, live));
        }

        var inOrder = resources.Values.OrderBy(resource => resource.Key, InStatusOrder).ToList();
        return new AppComparison(
            target,
            inOrder,
            [.. target.Objects.Where(wanted => wanted.IsHook)],
            [.. target.Objects.Select(NotEnforced).OfType<string>()])
        {
            Shared = [.. inOrder.Select(resource => SharedBy(application, resource)).OfType<string>()],
        };
    }

    private static string? SharedBy(Application application, ResourceComparison resource) =>
        resource.Live is { } live && Tracking.ApplicationOf(live) is { } other && other != application.Name
            ? $"{resource.Key.Kind}/{resource.Key.Name} is part of applications {Application.ArgoNamespace}/{application.Name} and {other}"
            : null;

    private static IComparer<ObjectKey> InStatusOrder { get; } = Comparer<ObjectKey>.Create((one, other) =>
        string.CompareOrdinal(
            $"{one.Group}/{one.Kind}/{one.Namespace}/{one.Name}", $"{other.Group}/{other.Kind}/{other.Namespace}/{other.Name}"));

    private static string? NotEnforced(TargetObject wanted) =>
        IsOnlyKept(wanted) ? $"{wanted.Key}: {KnownKinds.Of(wanted.Key.Group, wanted.Key.Kind).Why}"
        : Hooks.OfDeletion(wanted.Manifest.Annotations) is { } hook ? $"{wanted.Key}: {hook} hooks are not run by the local platform"
        : null;

    // The local API does not serve every kind that may stand in a chart, such as a ServiceMonitor; those that nothing depends on are passed
    // over, and told of.
    private static bool IsOnlyKept(TargetObject wanted) =>
        wanted.Resource is null && KnownKinds.Of(wanted.Key.Group, wanted.Key.Kind).Use == KindUse.Keep;

    private static SyncStatus StatusOf(TargetObject target, JsonElement? live, Application application, AppProject project) =>
        project.Refuses(target.Key) is not null ? SyncStatus.Unknown
        : live is null || ResourceComparison.Differs(target, live.Value, application.IgnoredDifferences) ? SyncStatus.OutOfSync
        : SyncStatus.Synced;

    private static HealthStatus? HealthOf(ObjectKey key, JsonElement? live) =>
        live is null ? new HealthStatus(HealthCode.Missing) : HealthCheck.Of(key, live.Value);
}
