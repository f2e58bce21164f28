using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Selectors;

namespace BigBen.Controllers.Policies;

/// <summary>Tells in the status of a PodDisruptionBudget how many of its pods may be evicted now.</summary>
/// <param name="store">The objects.</param>
/// <param name="clock">The time.</param>
internal sealed class DisruptionController(IObjectStore store, TimeProvider clock)
{
    // As long as Kubernetes does (DeletionTimeout in pkg/controller/disruption).
    private static readonly TimeSpan Believed = TimeSpan.FromMinutes(2);

    /// <summary>The budgets that a pod belongs to.</summary>
    public IEnumerable<NamespacedName> BudgetsOf(JsonElement pod) => store.BudgetsOf(pod).Select(NamespacedName.Of);

    /// <summary>Counts the pods of one budget.</summary>
    public TimeSpan? Reconcile(NamespacedName key)
    {
        if (store.Find(Kinds.DisruptionBudgets, key.Namespace, key.Name) is not { } budget || budget.IsTerminating())
            return null;
        var selector = PodSelector.OfBudget(budget);
        var pods = store.List(Kinds.Pods, key.Namespace).Items.Where(selector.Matches).ToList();
        var (expected, desired) = Wanted(budget, pods);
        TimeSpan? next = null;
        store.UpdateStatus(Kinds.DisruptionBudgets, budget, status =>
        {
            next = Forget(status, pods);
            var disrupted = status["disruptedPods"] as JsonObject;
            var healthy = pods.Count(pod =>
                pod.IsReady() && !pod.IsTerminating() && disrupted?.ContainsKey(pod.NameOf()) != true);
            Write(status, budget, expected, desired, healthy);
        });
        return next;
    }

    // Those whose eviction has been seen, or will not be any more: how long the next one is still believed.
    private TimeSpan? Forget(JsonObject status, List<JsonElement> pods)
    {
        if (status["disruptedPods"] is not JsonObject disrupted)
            return null;
        var now = clock.GetUtcNow();
        var there = pods.Where(pod => !pod.IsTerminating()).Select(pod => pod.NameOf()).ToHashSet();
        TimeSpan? next = null;
        foreach (var (pod, at) in disrupted.ToList())
        {
            var left = DateTimeOffset.Parse($"{at}", CultureInfo.InvariantCulture) + Believed - now;
            if (!there.Contains(pod) || left <= TimeSpan.Zero)
                disrupted.Remove(pod);
            else
                next = next < left ? next : left;
        }

        if (disrupted.Count == 0)
            status.Remove("disruptedPods");
        return next;
    }

    private void Write(JsonObject status, JsonElement budget, int expected, int desired, int healthy)
    {
        var allowed = expected > 0 ? Math.Max(0, healthy - desired) : 0;
        var generation = budget.NumberAt("metadata", "generation");
        status["observedGeneration"] = generation;
        status["disruptionsAllowed"] = allowed;
        status["currentHealthy"] = healthy;
        status["desiredHealthy"] = desired;
        status["expectedPods"] = expected;
        var (value, reason) = allowed > 0 ? ("True", "SufficientPods") : ("False", "InsufficientPods");
        Conditions.Set(status, "DisruptionAllowed", value, reason, "", clock.GetUtcNow());
        Conditions.Find(status, "DisruptionAllowed")!["observedGeneration"] = generation;
    }

    // How many pods there should be, and how many of them must be healthy.
    private (int Expected, int Desired) Wanted(JsonElement budget, List<JsonElement> pods)
    {
        if (budget.At("spec", "maxUnavailable") is { } unavailable)
        {
            var scale = ScaleOf(pods);
            return (scale, Math.Max(0, scale - NumberOrPercent.Of(unavailable, "0%", scale, roundUp: true)));
        }

        var least = budget.At("spec", "minAvailable");
        var total = least is { ValueKind: JsonValueKind.String } ? ScaleOf(pods) : pods.Count;
        return (total, least is null ? 1 : NumberOrPercent.Of(least, "0%", total, roundUp: true));
    }

    // What the pods' controllers ask for: a ReplicaSet's Deployment where it has one.
    private int ScaleOf(List<JsonElement> pods)
    {
        var scales = new Dictionary<string, int>();
        foreach (var pod in pods)
        {
            if ((ControllerOf(pod, Kinds.ReplicaSets) ?? ControllerOf(pod, Kinds.StatefulSets)) is not { } set)
                continue;
            var controller = ControllerOf(set, Kinds.Deployments) ?? set;
            scales[controller.Text("uid")] = (int)(controller.NumberAt("spec", "replicas") ?? 1);
        }

        return scales.Values.Sum();
    }

    private JsonElement? ControllerOf(JsonElement value, ApiResource kind) =>
        OwnerReference.ControllerOf(value) is { } owner && owner.Refers(kind)
            ? store.Find(kind, value.Text("namespace"), owner.Name)
            : null;
}
