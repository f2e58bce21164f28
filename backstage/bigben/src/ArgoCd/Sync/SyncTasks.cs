using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Applications;
using BigBen.ArgoCd.Comparison;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Sync;

/// <summary>The tasks of a sync, in the order in which they are done.</summary>
/// <param name="store">Where the objects are.</param>
internal sealed class SyncTasks(IObjectStore store)
{
    /// <summary>Works them out anew from git's objects and the live ones; what became of each is taken from the results so far.</summary>
    public IReadOnlyList<SyncTask> Build(
        Application application, SyncRequest request, AppComparison comparison, IReadOnlyList<TaskResult> results)
    {
        var meant = comparison.Resources.Where(resource => request.Includes(resource.Key)).ToList();
        List<SyncTask> tasks =
        [
            .. meant.Where(
                resource => resource.Target is not null && (!request.Has("ApplyOutOfSyncOnly") || resource.Status != SyncStatus.Synced))
            .Select(resource => Apply(application, request, resource)),
            .. request.SkipsHooks ? [] : comparison.Hooks.SelectMany(HookTasks),
        ];
        tasks.AddRange(Namespace(application, request, tasks));
        tasks.AddRange(Prunes(request, meant, tasks));
        return
        [
            .. tasks.Select(
                task => task with { Result = results.FirstOrDefault(result => result.Key == task.Key && result.Phase == task.Phase) })
                .OrderBy(task => task.Phase)
                .ThenBy(task => task.Wave)
                .ThenBy(task => task.IsPrune ? -KindOrder.Of(task.Key.Kind) : KindOrder.Of(task.Key.Kind))
                .ThenBy(task => task.Key, ObjectKey.Order),
        ];
    }

    private static SyncTask Apply(Application application, SyncRequest request, ResourceComparison resource)
    {
        var target = resource.Target!;
        if (request.Has("RespectIgnoreDifferences") && resource.Live is { } live && application.IgnoredDifferences.AreOf(resource.Key))
        {
            target = target with
            {
                Body = application.IgnoredDifferences.Respect(resource.Key, target.Body, JsonObject.Create(live)!),
            };
        }

        return new SyncTask(
            resource.Key, resource.Resource, resource.Version, SyncPhase.Sync, resource.Wave, target, resource.Live, false, null);
    }

    private IEnumerable<SyncTask> HookTasks(TargetObject hook)
    {
        var live = hook.Resource is null ? null : store.Find(hook.Resource, hook.Key.Namespace, hook.Key.Name);
        var annotations = hook.Manifest.Annotations;
        return Hooks.PhasesOf(annotations).Select(phase => new SyncTask(
            hook.Key, hook.Resource, hook.Manifest.Version, phase, Hooks.WaveOf(annotations), hook, live, true, null));
    }

    // Before everything else: the namespace that the rest goes into, unless it is there and nothing is asked of it.
    private IEnumerable<SyncTask> Namespace(Application application, SyncRequest request, List<SyncTask> tasks)
    {
        var ns = application.Destination.Namespace;
        if (!request.Has("CreateNamespace") || ns.Length == 0)
            return [];
        var metadata = application.SyncPolicy.ManagedNamespaceMetadata;
        var live = store.Find(Kinds.Namespaces, "", ns);
        if (live is not null && metadata is null)
            return [];
        var body = metadata is { } given ? new JsonObject { ["metadata"] = JsonObject.Create(given)!.DeepClone() } : new JsonObject();
        (body["apiVersion"], body["kind"]) = ("v1", "Namespace");
        ObjectMeta.Of(body)["name"] = ns;
        var manifest = Manifest.Of(body, $"the Application {application.Name}", "");
        var target = new TargetObject(manifest, manifest.Body, Kinds.Namespaces);
        var first = tasks.Where(task => task.Phase == SyncPhase.PreSync).Select(task => task.Wave).DefaultIfEmpty(0).Min() - 1;
        return [new SyncTask(manifest.Key, Kinds.Namespaces, "v1", SyncPhase.PreSync, first, target, live, false, null)];
    }

    // What was made last goes first; with PruneLast all of it goes once the rest is there.
    private static IEnumerable<SyncTask> Prunes(SyncRequest request, List<ResourceComparison> meant, List<SyncTask> tasks)
    {
        var prunes = meant.Where(resource => resource.RequiresPruning && !resource.IsHook).ToList();
        var waves = prunes.Select(resource => resource.Wave).Distinct().Order().ToList();
        var last = tasks.Where(task => task.Phase == SyncPhase.Sync).Select(task => task.Wave).DefaultIfEmpty(0).Max() + 1;
        return prunes.Select(resource => new SyncTask(
            resource.Key,
            resource.Resource,
            resource.Version,
            SyncPhase.Sync,
            request.Has("PruneLast") || Hooks.HasOption(resource.Live!.Value, "PruneLast=true")
                ? last
                : waves[^(waves.IndexOf(resource.Wave) + 1)],
            null,
            resource.Live,
            false,
            null));
    }
}
