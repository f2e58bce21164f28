using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Selectors;

namespace BigBen.Controllers.StatefulSets;

/// <summary>Keeps the pods of StatefulSets, each with its own name and its own claims, a step a reconciliation.</summary>
internal sealed class StatefulSetController
{
    private readonly IObjectStore _store;
    private readonly TimeProvider _clock;
    private readonly Claims _claims;
    private readonly RevisionHistory _history;
    private readonly StatefulPodControl _pods;
    private readonly ClaimRetention _retention;

    /// <summary>A controller that does nothing by itself.</summary>
    /// <param name="store">The objects.</param>
    /// <param name="clock">The time.</param>
    public StatefulSetController(IObjectStore store, TimeProvider clock)
    {
        _store = store;
        _clock = clock;
        _claims = new Claims(store);
        _history = new RevisionHistory(store);
        _pods = new StatefulPodControl(store, new EventRecorder(store, clock, "statefulset-controller"));
        _retention = new ClaimRetention(store);
    }

    /// <summary>The StatefulSets that take a pod which nobody owns.</summary>
    public IEnumerable<NamespacedName> AdoptersOf(JsonElement pod) => OwnerReference.ControllerOf(pod) is not null
        ? []
        : _store.List(Kinds.StatefulSets, pod.Text("namespace")).Items
            .Where(set => new StatefulSet(set).OrdinalOf(pod) is not null
                && PodSelector.Of(set.At("spec", "selector")).Matches(pod))
            .Select(NamespacedName.Of);

    /// <summary>Brings one StatefulSet a step closer to what it asks for, and tells how it stands.</summary>
    /// <param name="key">The StatefulSet.</param>
    /// <param name="cancellationToken">Ends it between two pods.</param>
    /// <returns>When the next of its pods is to become available, though nothing happens until then.</returns>
    public TimeSpan? Reconcile(NamespacedName key, CancellationToken cancellationToken)
    {
        if (_store.Find(Kinds.StatefulSets, key.Namespace, key.Name) is not { } found)
            return null;
        var set = new StatefulSet(found);
        var pods = _claims.Claim(Kinds.StatefulSets, found, Kinds.Pods, pod => set.OrdinalOf(pod) is not null)
            .Where(pod => set.OrdinalOf(pod) is not null)
            .ToDictionary(pod => set.OrdinalOf(pod)!.Value);
        if (found.IsTerminating() || _store.Find(Kinds.Namespaces, "", key.Namespace)?.IsTerminating() is true)
            return null;
        var revisions = _history.Of(set);
        var now = _clock.GetUtcNow();
        var step = new StatefulSetStep(set, revisions, pods, _pods, _retention, now);
        try
        {
            step.Run(cancellationToken);
        }
        finally
        {
            _store.UpdateStatus(
                Kinds.StatefulSets,
                found,
                status => StatefulSetStatus.Write(status, set, revisions, [.. pods.Values], step.Replaced, now));
        }

        _history.Forget(set, revisions, pods.Values);
        return pods.Values.Select(pod => pod.ReadySince() + set.MinReady - now).Where(wait => wait > TimeSpan.Zero).Min();
    }
}
