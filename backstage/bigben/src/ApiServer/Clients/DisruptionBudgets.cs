using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Selectors;

namespace BigBen.ApiServer.Clients;

/// <summary>Finds PodDisruptionBudgets.</summary>
internal static class DisruptionBudgets
{
    /// <summary>The budgets that a pod belongs to.</summary>
    public static IEnumerable<JsonElement> BudgetsOf(this IObjectStore store, JsonElement pod) =>
        store.List(Kinds.DisruptionBudgets, pod.Text("namespace")).Items.Where(budget => PodSelector.OfBudget(budget).Matches(pod));
}
