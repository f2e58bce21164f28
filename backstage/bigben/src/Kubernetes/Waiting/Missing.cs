using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Pods;

namespace BigBen.Kubernetes.Waiting;

/// <summary>What an Application still lacks.</summary>
/// <param name="What">In a few words, its name first.</param>
/// <param name="HasFailed">Whether waiting helps only if somebody repairs it.</param>
/// <param name="MayRecover">
/// Whether it failed and may yet come up by itself: its pods are not in trouble now, or what is tried again may succeed.
/// </param>
/// <param name="IsByVersion">Whether its own version is why it failed: its program or what configures it.</param>
/// <param name="AwaitsImage">Whether all that it lacks is an image that could not be had, which the kubelet asks for again.</param>
internal sealed record Missing(
    string What, bool HasFailed = false, bool MayRecover = false, bool IsByVersion = false, bool AwaitsImage = false)
{
    /// <summary>
    /// What keeps an Application from being synced, healthy and up, or, where it is to have no pods, from having none; null when nothing
    /// does.
    /// </summary>
    public static Missing? Of(ClusterObjects cluster, Application application) =>
        OfSync(application) is { } unsynced
            ? unsynced.HasFailed ? unsynced : OfAwaited(cluster, application) ?? unsynced
        // The pods know long before the Deployment's progress deadline.
        : OfHealth(application) is { } unhealthy
            ? OfPods(application, ServicePods.CurrentOf(cluster, application)) ?? OfReadiness(cluster, application, unhealthy)
        : OfSleep(cluster, application);

    /// <summary>Whether an Application is seen as it was before somebody asked something of it; null when it is not.</summary>
    /// <param name="application">The Application, from a watch that may be behind.</param>
    /// <param name="asked">By name: the resource version since when it knows.</param>
    public static Missing? OfSight(Application application, IReadOnlyDictionary<string, long> asked) =>
        asked.TryGetValue(application.Name, out var version) && application.ResourceVersion < version
            ? new Missing($"{application.Name} has not been seen yet")
            : null;

    /// <summary>What keeps an Application from being synced; null when it is.</summary>
    public static Missing? OfSync(Application application) =>
        application.IsRefreshing || !application.IsCompared ? new Missing($"{application.Name} has not been compared yet")
        : application.Errors.Count > 0
            ? new Missing($"{application.Name}: {application.Errors[0].TrimEnd('.')}", HasFailed: true, MayRecover: true)
        : application.Sync != SyncStatus.Synced
            ? application.Operation is { } failed
                && (failed.IsRetrying || failed.Phase is "Failed" or "Error")
                && failed.Revision == application.Revision
                ? new Missing(
                    $"{application.Name} cannot be synced: {failed.Message}", HasFailed: true, IsByVersion: failed.FailedJobs.Count > 0)
                : new Missing($"{application.Name} is {application.Sync}{Sync(application)}")
        // A sync to another commit that failed is past where nothing had to change since.
        : application.Operation is { Phase: not ("" or "Succeeded") } operation
            && (operation.Phase is not ("Failed" or "Error") || operation.Revision == application.Revision)
            ? new Missing($"{application.Name} has a sync that is {operation.Phase}{Sync(application)}")
        : null;

    /// <summary>
    /// What keeps an Application from being healthy; null when it is. One that only runs a CronJob is judged by that being there: Argo CD
    /// calls it Degraded for the run before the delivery, and Suspended when it is to rest.
    /// </summary>
    public static Missing? OfHealth(Application application) => application.Health switch
    {
        { Status: HealthCode.Healthy } => null,
        { Status: HealthCode.Degraded or HealthCode.Suspended } when IsTimed(application) => null,
        { Message: "" } health => new Missing($"{application.Name} is {health.Status}", health.Status == HealthCode.Degraded),
        var health =>
            new Missing($"{application.Name} is {health.Status}: {health.Message.TrimEnd('.')}", health.Status == HealthCode.Degraded),
    };

    /// <summary>
    /// Whether an Application's sync goes on towards what it was to be before, and failed: nothing newer is begun until it has ended.
    /// </summary>
    public static bool IsHeldUp(ClusterObjects cluster, Application application) =>
        application.Operation is { Phase: "Running", Source: { } source } operation && source != application.Source
        && (operation.IsRetrying || OfAwaited(cluster, application) is not null);

    // A sync that waits for a pod that will never be there waits as long as it may.
    private static Missing? OfAwaited(ClusterObjects cluster, Application application)
    {
        var awaited = application.Operation is { Phase: "Running" } operation ? operation.Awaited.ToHashSet() : [];
        return OfPods(
            application,
            ServicePods.CurrentOf(cluster, application)
                .Where(pod => ServicePods.WorkloadOf(cluster, pod) is { } workload && awaited.Contains(workload)));
    }

    // What a sync waits for, such as a Job of migrations.
    private static string Sync(Application application) =>
        application.Operation is { Phase: "Running", Message.Length: > 0 } running ? $": {running.Message}" : "";

    private static bool IsTimed(Application application)
    {
        var kinds = application.Resources.Select(resource => (resource.Reference.Group, resource.Reference.Kind)).ToHashSet();
        return kinds.Contains((ResourceKind.CronJobs.Group, ResourceKind.CronJobs.Kind))
            && !Workloads.Kinds.Append(ResourceKind.Jobs).Any(kind => kinds.Contains((kind.Group, kind.Kind)));
    }

    // Why an Application does not come up as of now: its first current pod in hopeless trouble, one of its own making before another.
    private static Missing? OfPods(Application application, IEnumerable<Pod> pods)
    {
        // The kubelet goes from ErrImagePull to ImagePullBackOff and back with every attempt: it is one and the same failure.
        if (pods.Where(pod => pod.IsHopeless || pod.AwaitsImage).OrderBy(pod => pod.LacksImage).FirstOrDefault() is not { } pod)
            return null;
        var reason = pod.AwaitsImage ? "ImagePullBackOff" : pod.Reason;
        return new Missing(
            $"{application.Name} does not come up: pod {pod.Name} is in {reason}",
            HasFailed: true,
            MayRecover: pod.LacksImage,
            IsByVersion: !pod.LacksImage,
            AwaitsImage: pod.AwaitsImage);
    }

    // A program that runs and is not ready in time is to blame for it; one that has not begun to run is not.
    private static Missing OfReadiness(ClusterObjects cluster, Application application, Missing unhealthy) =>
        unhealthy.HasFailed
            ? unhealthy with
            {
                MayRecover = true,
                IsByVersion = ServicePods.CurrentOf(cluster, application).Any(pod => pod.IsUnready),
            }
            : unhealthy;

    private static Missing? OfSleep(ClusterObjects cluster, Application application)
    {
        if (!ServicePods.IsAsleep(cluster, application))
            return null;
        var left = ServicePods.AwakeOf(cluster, application).Count;
        return left == 0 ? null : new Missing($"{application.Name} is to have no pods and still has {left}");
    }
}
