using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;

namespace BigBen.Kubernetes.Waiting;

/// <summary>What an Application still lacks.</summary>
/// <param name="What">In a few words, its name first.</param>
/// <param name="HasFailed">Whether waiting helps only if somebody mends it.</param>
/// <param name="MayRecover">Whether it failed before and may be on its way up again: its pods are not in trouble now.</param>
/// <param name="LacksImage">Whether all that it lacks is an image that could not be had, which the kubelet asks for again.</param>
internal sealed record Missing(string What, bool HasFailed = false, bool MayRecover = false, bool LacksImage = false)
{
    /// <summary>What keeps an Application from being synced, healthy and up; null when nothing does.</summary>
    public static Missing? Of(ClusterObjects cluster, Application application) =>
        OfSync(application)
        // The pods know long before the Deployment's progress deadline.
        ?? (OfHealth(application) is { } unhealthy
            ? OfPods(cluster, application) ?? unhealthy with { MayRecover = unhealthy.HasFailed }
            : null);

    /// <summary>Whether an Application is seen as it was before somebody asked something of it; null when it is not.</summary>
    /// <param name="application">The Application, from a watch that may be behind.</param>
    /// <param name="asked">By name: the resource version since when it knows.</param>
    public static Missing? OfSight(Application application, IReadOnlyDictionary<string, long> asked) =>
        asked.TryGetValue(application.Name, out var version) && application.ResourceVersion < version
            ? new Missing($"{application.Name} has not been seen yet")
            : null;

    /// <summary>What keeps an Application from being synced; null when it is.</summary>
    public static Missing? OfSync(Application application) =>
        application.IsRefreshing ? new Missing($"{application.Name} has not been compared yet")
        : application.Errors.Count > 0 ? new Missing($"{application.Name}: {application.Errors[0]}", HasFailed: true)
        : application.Sync != SyncStatus.Synced
            ? application.Operation is { } failed
                && (failed.IsRetrying || failed.Phase is "Failed" or "Error")
                && failed.Revision == application.Revision
                ? new Missing($"{application.Name} cannot be synced: {failed.Message}", HasFailed: true)
                : new Missing($"{application.Name} is {application.Sync}")
        : application.Operation is { Phase: not ("" or "Succeeded") } running
            ? new Missing($"{application.Name} has a sync that is {running.Phase}")
        : null;

    /// <summary>What keeps an Application from being healthy; null when it is.</summary>
    public static Missing? OfHealth(Application application) => application.Health switch
    {
        { Status: HealthCode.Healthy } => null,
        { Message: "" } health => new Missing($"{application.Name} is {health.Status}", health.Status == HealthCode.Degraded),
        var health =>
            new Missing($"{application.Name} is {health.Status}: {health.Message.TrimEnd('.')}", health.Status == HealthCode.Degraded),
    };

    /// <summary>
    /// Why an Application does not come up as of now: its first current pod in hopeless trouble, before one that lacks an image; null where
    /// there is none.
    /// </summary>
    private static Missing? OfPods(ClusterObjects cluster, Application application)
    {
        var pods = ServicePods.CurrentOf(cluster, application);
        if (pods.FirstOrDefault(pod => pod is { IsHopeless: true, IsWithoutImage: false }) is { } hopeless)
            return new Missing($"{application.Name} does not come up: pod {hopeless.Name} is in {hopeless.Reason}", HasFailed: true);
        // The kubelet goes from ErrImagePull to ImagePullBackOff and back with every attempt: it is one and the same failure.
        return pods.FirstOrDefault(pod => pod.IsWithoutImage) is { } waiting
            ? new Missing(
                $"{application.Name} does not come up: pod {waiting.Name} is in ImagePullBackOff", HasFailed: true, LacksImage: true)
            : null;
    }
}
