using BigBen.Kubernetes.Applications;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Waiting;

namespace BigBen.Kubernetes.Pods;

/// <summary>The pods of Applications, by their owner references.</summary>
internal static class ServicePods
{
    /// <summary>Every pod that an Application's workloads made, by name.</summary>
    public static IReadOnlyList<Pod> Of(ClusterObjects cluster, Application application)
    {
        var workloads = application.Resources.Select(resource => resource.Reference).ToHashSet();
        var sets = cluster.Of(ResourceKind.ReplicaSets).Concat(cluster.Of(ResourceKind.Jobs))
            .ToLookup(set => (set.NamespaceOf(), set.NameOf()));
        return [.. cluster.Of(ResourceKind.Pods).Select(body => new Pod(body)).Where(IsOurs)];

        bool IsOurs(Pod pod) =>
            pod.Owner is { } owner
            && (workloads.Contains(owner)
                || sets[(owner.Namespace, owner.Name)].Any(
                    set => ObjectReference.OwnerOf(set) is { } workload && workloads.Contains(workload)));
    }

    /// <summary>
    /// The workload that a pod belongs to: its Deployment rather than the ReplicaSet in between; null for a pod of its own.
    /// </summary>
    public static ObjectReference? WorkloadOf(ClusterObjects cluster, Pod pod) =>
        cluster.Of(ResourceKind.ReplicaSets).Where(set => ObjectReference.Of(ResourceKind.ReplicaSets, set) == pod.Owner)
            .Select(ObjectReference.OwnerOf).FirstOrDefault() ?? pod.Owner;

    /// <summary>
    /// Those of an Application's pods that are of its newest version, but for those of a CronJob: they come when their time does, whatever
    /// is delivered.
    /// </summary>
    public static IReadOnlyList<Pod> CurrentOf(ClusterObjects cluster, Application application)
    {
        var timed = cluster.Of(ResourceKind.Jobs).Where(job => ObjectReference.OwnerOf(job)?.Kind == ResourceKind.CronJobs.Kind)
            .Select(job => ObjectReference.Of(ResourceKind.Jobs, job));
        var old = cluster.Of(ResourceKind.ReplicaSets).GroupBy(ObjectReference.OwnerOf).Where(sets => sets.Key is not null)
            .SelectMany(sets => sets.OrderByDescending(Revision).Skip(1))
            .Select(set => ObjectReference.Of(ResourceKind.ReplicaSets, set)).Concat(timed).ToHashSet();
        return [.. Of(cluster, application).Where(pod => pod.Owner is null || !old.Contains(pod.Owner))];
    }

    /// <summary>
    /// Those that do not come up, however long one waits; none where the Application is healthy. A Deployment that was live stays
    /// Progressing, however often its pods crash.
    /// </summary>
    public static IEnumerable<Pod> HopelessOf(ClusterObjects cluster, Application application) =>
        application.Health.Status == HealthCode.Healthy ? [] : CurrentOf(cluster, application).Where(pod => pod.IsHopeless);

    /// <summary>How many pods an Application's workloads want and how many are ready.</summary>
    public static (int Wanted, int Ready) ReplicasOf(ClusterObjects cluster, Application application)
    {
        var workloads = application.Resources.Select(resource => resource.Reference).ToHashSet();
        var (wanted, ready) = (0, 0);
        foreach (var kind in (ReadOnlySpan<ResourceKind>)[ResourceKind.Deployments, ResourceKind.StatefulSets])
        {
            foreach (var workload in cluster.Of(kind).Where(workload => workloads.Contains(ObjectReference.Of(kind, workload))))
            {
                wanted += workload.NumberAt("spec", "replicas") ?? 1;
                ready += workload.NumberAt("status", "readyReplicas") ?? 0;
            }
        }

        return (wanted, ready);
    }

    /// <summary>
    /// Whether an Application is asleep: it has workloads that serve, and none of them is to have a pod. The database beside a Deployment
    /// stays up, as its rows are wanted again.
    /// </summary>
    public static bool IsAsleep(ClusterObjects cluster, Application application)
    {
        var serving = ServingOf(application);
        var empty = Workloads.Kinds.SelectMany(kind => cluster.Of(kind)
            .Where(workload => workload.NumberAt("spec", "replicas") == 0)
            .Select(workload => ObjectReference.Of(kind, workload)));
        return serving.Count > 0 && serving.IsSubsetOf(empty);
    }

    /// <summary>
    /// The pods that keep an Application from being asleep. Those of a Job come and go by themselves, whatever was delivered.
    /// </summary>
    public static IReadOnlyList<Pod> AwakeOf(ClusterObjects cluster, Application application)
    {
        var serving = ServingOf(application);
        return
        [
            .. Of(cluster, application).Where(pod => !pod.HasEnded
                && WorkloadOf(cluster, pod) is { } workload && serving.Contains(workload)),
        ];
    }

    private static HashSet<ObjectReference> ServingOf(Application application)
    {
        var workloads = application.Resources.Select(resource => resource.Reference)
            .Where(reference => Workloads.Kinds.Any(kind => (kind.Group, kind.Kind) == (reference.Group, reference.Kind))).ToHashSet();
        var deployments = workloads.Where(workload => workload.Kind == ResourceKind.Deployments.Kind).ToHashSet();
        return deployments.Count > 0 ? deployments : workloads;
    }

    private static int Revision(JsonElement set) =>
        int.TryParse(
            set.TextAt("metadata", "annotations", "deployment.kubernetes.io/revision"), CultureInfo.InvariantCulture, out var revision)
            ? revision
            : 0;
}
