using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Selectors;

namespace BigBen.Controllers.ReplicaSets;

/// <summary>
/// Keeps as many pods of a ReplicaSet as it asks for. A pod that is being ended does not count, so its successor comes at once.
/// </summary>
/// <param name="store">The objects.</param>
/// <param name="clock">The time.</param>
internal sealed class ReplicaSetController(IObjectStore store, TimeProvider clock)
{
    private readonly Claims _claims = new(store);
    private readonly PodControl _pods = new(store, new EventRecorder(store, clock, "replicaset-controller"), Kinds.ReplicaSets);

    /// <summary>The ReplicaSets that take a pod which nobody owns.</summary>
    public IEnumerable<NamespacedName> AdoptersOf(JsonElement pod) => OwnerReference.ControllerOf(pod) is not null
        ? []
        : store.List(Kinds.ReplicaSets, pod.Text("namespace")).Items
            .Where(set => PodSelector.Of(set.At("spec", "selector")).Matches(pod))
            .Select(NamespacedName.Of);

    /// <summary>Brings the pods of one ReplicaSet to their number, and tells how it stands.</summary>
    /// <param name="key">The ReplicaSet.</param>
    /// <param name="cancellationToken">Ends it between two pods, however many are missing.</param>
    /// <returns>When the next of its pods is to become available, though nothing happens until then.</returns>
    public TimeSpan? Reconcile(NamespacedName key, CancellationToken cancellationToken)
    {
        if (store.Find(Kinds.ReplicaSets, key.Namespace, key.Name) is not { } set)
            return null;
        var pods = _claims.Claim(Kinds.ReplicaSets, set, Kinds.Pods);
        var active = pods.Where(pod => pod.IsActive()).ToList();
        StatusException? failure = null;
        if (!set.IsTerminating() && !IsNamespaceTerminating(key.Namespace))
        {
            try
            {
                Scale(set, active, cancellationToken);
            }
            catch (StatusException e)
            {
                failure = e;
            }
        }

        var minReady = TimeSpan.FromSeconds(set.NumberAt("spec", "minReadySeconds") ?? 0);
        var now = clock.GetUtcNow();
        store.UpdateStatus(
            Kinds.ReplicaSets,
            set,
            status => ReplicaSetStatus.Write(
                status, set, active, pods.Count(pod => pod.IsTerminating() && !pod.IsOver()), minReady, failure?.Message, now));
        if (failure is not null)
            throw failure;
        return active.Select(pod => pod.ReadySince() + minReady - now).Where(wait => wait > TimeSpan.Zero).Min();
    }

    private void Scale(JsonElement set, List<JsonElement> active, CancellationToken cancellationToken)
    {
        var wanted = (int)(set.NumberAt("spec", "replicas") ?? 1);
        for (var missing = wanted - active.Count; missing > 0; missing--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _pods.Create(set);
        }

        foreach (var pod in PodRanking.Order(active).Take(active.Count - wanted))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _pods.Delete(set, pod);
        }
    }

    private bool IsNamespaceTerminating(string ns) => store.Find(Kinds.Namespaces, "", ns)?.IsTerminating() is true;
}
