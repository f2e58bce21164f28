using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;

namespace BigBen.ArgoCd.Reconciling;

/// <summary>Objects in an Application's namespace that no Application has, nor anything that one has.</summary>
/// <param name="store">Where the objects are.</param>
internal sealed class OrphanedResources(IObjectStore store)
{
    /// <summary>What Argo CD warns an Application of; null where its project does not want that, or there is nothing.</summary>
    public string? Warning(Application application, AppProject project)
    {
        if (project.Orphans is not { IsWarning: true } policy || application.Destination.Namespace.Length == 0)
            return null;
        var applications = store.List(Kinds.Applications, Application.ArgoNamespace).Items.Select(value => value.NameOf()).ToHashSet();
        var count = LiveObjects.Kinds.Where(kind => kind.Namespaced)
            .SelectMany(kind => store.List(kind, application.Destination.Namespace).Items.Select(value => (Kind: kind, Value: value)))
            .Count(found => IsOrphan(found.Kind, found.Value));
        return count == 0 ? null : $"Application has {count} orphaned resources";

        bool IsOrphan(ApiResource kind, JsonElement value)
        {
            var owner = Owner.RootOf(store, value);
            var root = owner?.Value ?? value;
            var key = LiveObjects.KeyOf(owner?.Resource ?? kind, root);
            return !applications.Contains(Tracking.ApplicationOf(root) ?? "")
                && !policy.Ignores(key)
                && project.Refuses(key) is null
                && project.Refuses(LiveObjects.KeyOf(kind, value)) is null;
        }
    }
}
