using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.Policies;

/// <summary>
/// Keeps the replicas of a HorizontalPodAutoscaler's Deployment between its least and its most. Nothing measures load here, which its
/// conditions say.
/// </summary>
/// <param name="store">The objects.</param>
/// <param name="clock">The time.</param>
internal sealed class AutoscalerController(IObjectStore store, TimeProvider clock)
{
    private readonly EventRecorder _events = new(store, clock, "horizontal-pod-autoscaler");

    /// <summary>The autoscalers of a Deployment.</summary>
    public IEnumerable<NamespacedName> AutoscalersOf(JsonElement deployment) => store
        .List(Kinds.Autoscalers, deployment.Text("namespace")).Items
        .Where(autoscaler => IsOf(autoscaler, deployment.NameOf()))
        .Select(NamespacedName.Of);

    /// <summary>Brings the Deployment of one autoscaler within its bounds.</summary>
    public TimeSpan? Reconcile(NamespacedName key)
    {
        if (store.Find(Kinds.Autoscalers, key.Namespace, key.Name) is not { } autoscaler || autoscaler.IsTerminating())
            return null;
        var target = autoscaler.TextAt("spec", "scaleTargetRef", "name") ?? "";
        var deployment = IsOf(autoscaler, target) ? store.Find(Kinds.Deployments, key.Namespace, target) : null;
        var current = deployment?.NumberAt("spec", "replicas") ?? 1;
        var (least, most) = (autoscaler.NumberAt("spec", "minReplicas") ?? 1, autoscaler.NumberAt("spec", "maxReplicas") ?? int.MaxValue);
        // Who scales to none by hand wants none, as in Kubernetes.
        var desired = current == 0 ? 0 : Math.Clamp(current, least, most);
        var scaled = deployment is { } found && desired != current;
        if (scaled)
            Scale(autoscaler, deployment!.Value, desired, desired > current);
        store.UpdateStatus(Kinds.Autoscalers, autoscaler, status => Write(status, deployment, current, desired, scaled));
        return null;
    }

    private static bool IsOf(JsonElement autoscaler, string deployment) =>
        autoscaler.TextAt("spec", "scaleTargetRef", "kind") == "Deployment"
        && autoscaler.TextAt("spec", "scaleTargetRef", "name") == deployment;

    private void Scale(JsonElement autoscaler, JsonElement deployment, long desired, bool up)
    {
        store.Change(Kinds.Deployments, deployment, value => value["spec"]!["replicas"] = desired);
        _events.Normal(
            Kinds.Autoscalers,
            autoscaler,
            "SuccessfulRescale",
            $"New size: {desired}; reason: Current number of replicas {(up ? "below Spec.MinReplicas" : "above Spec.MaxReplicas")}");
    }

    private void Write(JsonObject status, JsonElement? deployment, long current, long desired, bool scaled)
    {
        var now = clock.GetUtcNow();
        if (deployment is null)
        {
            status["currentReplicas"] = 0;
            status["desiredReplicas"] = 0;
            Conditions.Set(
                status, "AbleToScale", "False", "FailedGetScale", "the HPA controller was unable to get the target's current scale", now);
            return;
        }

        status["currentReplicas"] = deployment.Value.NumberAt("status", "replicas") ?? 0;
        status["desiredReplicas"] = desired;
        if (scaled)
            status["lastScaleTime"] = ObjectMeta.Time(now);
        Able(status, desired, scaled, now);
        if (desired == 0)
        {
            Conditions.Set(
                status,
                "ScalingActive",
                "False",
                "ScalingDisabled",
                "scaling is disabled since the replica count of the target is zero",
                now);
            return;
        }

        Conditions.Set(
            status,
            "ScalingActive",
            "False",
            "FailedGetResourceMetric",
            "the HPA was unable to compute the replica count: the local platform does not scale by metrics",
            now);
        var (limited, reason, message) = (scaled, current < desired) switch
        {
            (false, _) => ("False", "DesiredWithinRange", "the desired count is within the acceptable range"),
            (true, true) => ("True", "TooFewReplicas", "the desired replica count is less than the minimum replica count"),
            (true, false) => ("True", "TooManyReplicas", "the desired replica count is more than the maximum replica count"),
        };
        Conditions.Set(status, "ScalingLimited", limited, reason, message, now);
    }

    // The first of all, as in Kubernetes: Argo CD judges by the first that tells anything. That nothing measures load is no reason not to
    // be healthy, as the bounds are kept.
    private static void Able(JsonObject status, long desired, bool scaled, DateTimeOffset now)
    {
        var (reason, message) = (scaled, desired) switch
        {
            (true, _) => ("SucceededRescale", $"the HPA controller was able to update the target scale to {desired}"),
            (false, 0) => ("SucceededGetScale", "the HPA controller was able to get the target's current scale"),
            (false, _) => ("ReadyForNewScale", "recommended size matches current size"),
        };
        if (Conditions.Set(status, "AbleToScale", "True", reason, message, now) is not { } able)
            return;
        var conditions = status.ListOf("conditions");
        conditions.Remove(able);
        conditions.Insert(0, able);
    }
}
