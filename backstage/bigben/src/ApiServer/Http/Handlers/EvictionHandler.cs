using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Http.Requests;
using BigBen.ApiServer.Http.Responses;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Http.Handlers;

/// <summary>
/// Ends a pod as a drained node would, if its PodDisruptionBudget has a disruption left. The rules and words are those of Kubernetes'
/// <c>pkg/registry/core/pod/storage/eviction.go</c>.
/// </summary>
/// <param name="store">Where pods and budgets are.</param>
/// <param name="clock">Tells when a disruption was taken from a budget.</param>
internal sealed class EvictionHandler(IObjectStore store, TimeProvider clock)
{
    private static readonly ApiResource Eviction = new("policy", "v1", "evictions", "Eviction");

    // Until the controller has counted a new budget.
    private const int SecondsUntilCounted = 10;

    /// <summary>Answers with a <c>Status</c>; what the deletion is asked for is within the body's <c>deleteOptions</c>.</summary>
    /// <exception cref="StatusException">The pod is not there, or its budget has no disruption left.</exception>
    public async Task HandleAsync(ApiRequest request)
    {
        var eviction = await RequestBody.ObjectAsync(request.Context.Request, "Eviction", request.Aborted);
        Identity.Check(Eviction, request.Namespace, eviction);
        ObjectValidation.CheckFields(Eviction, eviction, FieldValidation.Ignore);
        var options = DeleteQuery.Of(eviction["deleteOptions"] as JsonObject ?? [], request.Query);
        if (store.Find(request.Resource, request.Namespace, request.Name) is { } pod && Runs(pod))
            Ask(pod, options.DryRun);
        store.Delete(request.Resource, request.Namespace, request.Name, options);
        var success = Status.Success(new StatusDetails());
        await Answer.WriteAsync(request.Context, StatusCodes.Status201Created, request.MediaType.Format, success);
    }

    // Nobody misses what does not run.
    private static bool Runs(JsonElement pod) =>
        pod.TextAt("status", "phase") is not ("Succeeded" or "Failed" or "Pending" or null) && !pod.IsTerminating();

    private void Ask(JsonElement pod, bool isDryRun)
    {
        var budgets = store.BudgetsOf(pod).ToList();
        if (budgets.Count > 1)
            throw Failures.SeveralBudgets();
        if (budgets is not [var budget] || MayGoUnready(budget, pod))
            return;
        store.Update(
            Kinds.DisruptionBudgets,
            pod.Text("namespace"),
            budget.Text("name"),
            found =>
            {
                Take(found, pod.Text("name"));
                return found;
            },
            new WriteOptions(isDryRun, "status"));
    }

    // One that is not ready serves nobody, but may be needed by those that are to come up.
    private static bool MayGoUnready(JsonElement budget, JsonElement pod)
    {
        if (pod.HasCondition("Ready"))
            return false;
        var desired = budget.NumberAt("status", "desiredHealthy") ?? 0;
        return budget.TextAt("spec", "unhealthyPodEvictionPolicy") == "AlwaysAllow"
            || (desired > 0 && budget.NumberAt("status", "currentHealthy") >= desired);
    }

    private void Take(JsonObject budget, string pod)
    {
        var name = ObjectMeta.Text(budget, "name");
        var status = budget.MapOf("status");
        if (Number(status, "observedGeneration") < Number(budget.MapOf("metadata"), "generation"))
            throw Failures.BudgetSpent($"The disruption budget {name} is still being processed by the server.", SecondsUntilCounted);
        var allowed = Number(status, "disruptionsAllowed");
        if (allowed <= 0)
        {
            throw Failures.BudgetSpent($"The disruption budget {name} needs {Number(status, "desiredHealthy")} healthy pods "
                + $"and has {Number(status, "currentHealthy")} currently");
        }

        status["disruptionsAllowed"] = allowed - 1;
        status.MapOf("disruptedPods")[pod] = ObjectMeta.Time(clock.GetUtcNow());
    }

    private static long Number(JsonObject value, string field) => value[field]?.GetValue<long>() ?? 0;
}
