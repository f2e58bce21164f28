using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Health;

/// <summary>
/// Judges live objects as Argo CD does: gitops-engine's checks, its Lua ones, and those that <c>cd/argo</c> adds: for Applications, and for
/// CronJobs and claims that nothing has to wait for.
/// </summary>
internal static class HealthCheck
{
    /// <summary>The health of an object; null for a kind that has none, such as a ConfigMap.</summary>
    public static HealthStatus? Of(ObjectKey key, JsonElement live)
    {
        var check = Find(key);
        if (check is not null && live.IsTerminating())
            return new HealthStatus(HealthCode.Progressing, "Pending deletion");
        return check?.Invoke(live);
    }

    /// <summary>Whether objects of a kind have a health.</summary>
    public static bool IsKnown(ObjectKey key) => Find(key) is not null;

    /// <summary>Whether an object's annotation says that nothing has to wait for its health.</summary>
    public static bool IsIgnored(JsonElement live) =>
        live.TextAt("metadata", "annotations", "argocd.argoproj.io/ignore-healthcheck") == "true";

    private static Func<JsonElement, HealthStatus>? Find(ObjectKey key) => (key.Group, key.Kind) switch
    {
        ("apps", "Deployment") => WorkloadHealth.OfDeployment,
        ("apps", "ReplicaSet") => WorkloadHealth.OfReplicaSet,
        ("apps", "StatefulSet") => StatefulSetHealth.Of,
        ("", "Pod") => PodHealth.Of,
        ("batch", "Job") => JobHealth.Of,
        ("batch", "CronJob") => UnlessIgnored(CronJobHealth.Of),
        ("", "Service") => NetworkHealth.OfService,
        ("networking.k8s.io", "Ingress") => NetworkHealth.OfIngress,
        ("autoscaling", "HorizontalPodAutoscaler") => AutoscalerHealth.Of,
        ("policy", "PodDisruptionBudget") => DisruptionBudgetHealth.Of,
        ("", "PersistentVolumeClaim") => UnlessIgnored(ClaimHealth.Of),
        ("argoproj.io", "Application") => ApplicationHealth.Of,
        _ => null,
    };

    // Argo CD itself leaves what says so out of the Application's health only: a sync waits for it all the same.
    private static Func<JsonElement, HealthStatus> UnlessIgnored(Func<JsonElement, HealthStatus> check) => live =>
        IsIgnored(live) ? check(live) with { Status = HealthCode.Healthy } : check(live);
}
