using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;
using BigBen.ArgoCd.Sync;

namespace BigBen.ArgoCd.Reconciling;

/// <summary>
/// Lets Applications and AppProjects go that are deleted: an Application with the finalizer takes its objects along, those of the highest
/// sync wave first; a project stays as long as an Application uses it.
/// </summary>
/// <param name="store">Where everything is.</param>
internal sealed class Finalizer(IObjectStore store)
{
    private const string Name = "resources-finalizer.argocd.argoproj.io";

    private readonly LiveObjects _live = new(store);
    private readonly Applier _applier = new(store);

    /// <summary>Deletes what an Application that is marked as deleted has; lets it go when nothing is left.</summary>
    public void Finish(JsonElement application)
    {
        var name = application.NameOf();
        if (FinalizerOf(application) is { } finalizer)
        {
            var left = _live.TrackedBy(name)
                .Where(found => Tracking.IsOwn(found.Key, found.Value) && !Hooks.OutlivesApplication(found.Value))
                .ToList();
            if (left.Any(found => Hooks.HasOption(found.Value, "Delete=confirm")) && !IsConfirmed(application))
                return;
            // No sync is going to see the end of its hooks any more.
            foreach (var (resource, key, _) in left.Where(found => Hooks.IsHeld(found.Value)))
                _applier.Release(resource, key);
            if (left.Count == 0)
            {
                store.RemoveFinalizer(Kinds.Applications, application, finalizer);
                return;
            }

            // The highest wave goes first, the next one when nothing is being deleted any more.
            if (left.Exists(found => found.Value.IsTerminating()))
                return;
            var wave = left.Max(found => Hooks.WaveOf(found.Value));
            foreach (var (resource, key, _) in left.Where(found => Hooks.WaveOf(found.Value) == wave))
                _applier.Delete(resource, key, finalizer.EndsWith("/background", StringComparison.Ordinal) ? "Background" : "Foreground");
        }
    }

    /// <summary>Lets the projects go that are marked as deleted and that no Application uses.</summary>
    public void ReleaseProjects()
    {
        foreach (var project in store.List(Kinds.Projects, Application.ArgoNamespace).Items)
        {
            if (project.IsTerminating() && FinalizerOf(project) is { } finalizer && !IsUsed(project.NameOf()))
                store.RemoveFinalizer(Kinds.Projects, project, finalizer);
        }
    }

    private static string? FinalizerOf(JsonElement value) =>
        value.ItemsAt("metadata", "finalizers").Select(finalizer => finalizer.ToString())
            .FirstOrDefault(finalizer => finalizer.StartsWith(Name, StringComparison.Ordinal));

    private static bool IsConfirmed(JsonElement application) =>
        Confirmation.IsGiven(application, application.TimeAt("metadata", "deletionTimestamp") ?? default);

    private bool IsUsed(string project) => store.List(Kinds.Applications, Application.ArgoNamespace).Items
        .Any(application => application.TextAt("spec", "project") == project);
}
