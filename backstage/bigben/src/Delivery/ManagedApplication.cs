using BigBen.Foundation;
using BigBen.Manifests;
using BigBen.Manifests.Specs;
using BigBen.Runtime;

namespace BigBen.Delivery;

/// <summary>One Application at work: what git wants of it, what of that is applied, how it went. Used under its controller's lock.</summary>
internal sealed class ManagedApplication(Application application)
{
    // Argo CD's default revisionHistoryLimit.
    private const int HistoryLimit = 10;

    // Helm's install order, as far as the platform runs the kinds: what is referred to comes first.
    private static readonly string[] Order =
        ["Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodDisruptionBudget", "ServiceAccount", "Secret", "ConfigMap", "Service", "Deployment", "HorizontalPodAutoscaler", "Ingress"];

    private readonly List<HistoryEntry> history = [];
    private IReadOnlyList<string> urls = [];
    private IReadOnlyList<ServiceAddress> services = [];
    private HealthStatus lastHealth = new(HealthCode.Missing);
    private DateTimeOffset healthSince;

    public Application Application { get; set; } = application;

    public Rendered? Desired { get; private set; }

    public IReadOnlyList<Manifest> Applied
    {
        get;
        private set
        {
            field = value;
            urls = [.. value.SelectMany(Hosts).Distinct().Select(host => $"http://{host}")];
            services = [.. value.SelectMany(Addresses)];
        }
    }
    = [];

    public OperationState? Operation { get; private set; }

    public string? ComparisonError { get; private set; }

    public IReadOnlyList<HistoryEntry> History => history;

    public void Restore(ApplicationRecord record, Cluster cluster)
    {
        Applied = Manifest.ParseAll(record.Applied, $"the last state of {Application.Name}", Application.Namespace);
        Operation = record.Operation;
        history.AddRange(record.History);
        foreach (var manifest in InOrder(Applied))
            cluster.Apply(manifest);
    }

    public ApplicationRecord ToRecord() =>
        new(Application.Manifest.ToYaml(), string.Join("---\n", Applied.Select(manifest => manifest.ToYaml())), Operation, history);

    public void Want(Rendered rendered) => (Desired, ComparisonError) = (rendered, null);

    /// <summary>Git's side cannot be told; what runs goes on.</summary>
    public void CannotCompare(string why) => (Desired, ComparisonError) = (null, why);

    public SyncStatus Compare(Cluster cluster) =>
        Desired is null ? SyncStatus.Unknown
        : Desired.Manifests.All(manifest => cluster.Find(manifest.Key)?.Hash == manifest.Hash) && Orphans().Count == 0 ? SyncStatus.Synced
        : SyncStatus.OutOfSync;

    /// <summary>Makes what runs what git says; when an object is refused, what was applied before is put back and <see cref="Operation"/> says why.</summary>
    public void Sync(Cluster cluster, TimeProvider clock)
    {
        var started = clock.GetUtcNow();
        var desired = Desired ?? throw new InvalidOperationException("nothing to sync to");
        var before = Applied;
        try
        {
            foreach (var manifest in InOrder(desired.Manifests))
                cluster.Apply(manifest);
        }
        catch (PlatformException e)
        {
            Operation = new OperationState(OperationPhase.Failed, e.Message, desired.Commit, started, clock.GetUtcNow());
            foreach (var manifest in desired.Manifests.Where(manifest => before.All(old => old.Key != manifest.Key)))
                cluster.Delete(manifest.Key);
            foreach (var manifest in InOrder(before))
                cluster.Apply(manifest);
            return;
        }

        var orphans = Orphans();
        foreach (var orphan in orphans)
            cluster.Delete(orphan.Key);
        Applied = desired.Manifests;
        var pruned = orphans.Count == 0 ? "" : $", {orphans.Count} pruned";
        Operation = new OperationState(
            OperationPhase.Succeeded, $"successfully synced ({desired.Manifests.Count} objects{pruned})", desired.Commit, started, clock.GetUtcNow());
        Remember(desired.Commit, clock);
    }

    public ApplicationStatus Status(Cluster cluster, HealthAssessment health, TimeProvider clock)
    {
        var wanted = Desired?.Manifests ?? Applied;
        var resources = wanted.Select(manifest => Resource(manifest, cluster, health))
            .Concat(Orphans().Select(manifest => new ResourceStatus(manifest.Key, ApiVersion(manifest), SyncStatus.OutOfSync, health.Of(manifest), true)))
            .ToList();
        var worst = HealthAssessment.Worst(resources.Select(resource => resource.Health).OfType<HealthStatus>());
        if (worst.Status != lastHealth.Status)
            healthSince = clock.GetUtcNow();
        lastHealth = worst;
        var deployments = wanted.Where(manifest => manifest.Key.Kind == "Deployment")
            .Select(manifest => cluster.DeploymentStatus(manifest.Key.Namespace, manifest.Key.Name)).OfType<DeploymentStatus>().ToList();
        var refused = Operation is { Phase: OperationPhase.Failed } ? Operation.Message : null;
        string[] conditions = [.. new[] { ComparisonError, refused }.OfType<string>()];
        return new ApplicationStatus(
            Application,
            Compare(cluster),
            Desired?.Commit ?? Operation?.Revision ?? "",
            worst,
            healthSince,
            conditions,
            Operation,
            [.. history],
            resources,
            urls,
            services,
            deployments.Sum(deployment => deployment.Desired),
            deployments.Sum(deployment => deployment.Ready));
    }

    public IReadOnlyList<ManagedResource> Resources(Cluster cluster) =>
    [
        .. (Desired?.Manifests ?? Applied).Select(manifest => new ManagedResource(manifest.Key, manifest, cluster.Find(manifest.Key))),
        .. Orphans().Select(manifest => new ManagedResource(manifest.Key, null, cluster.Find(manifest.Key))),
    ];

    private static IEnumerable<string> Hosts(Manifest manifest) =>
        ObjectSpec.Read(manifest).Spec is IngressSpec ingress ? ingress.Paths.Select(path => path.Host).Where(host => host.Length > 0) : [];

    private static IEnumerable<ServiceAddress> Addresses(Manifest manifest) =>
        ObjectSpec.Read(manifest).Spec is ServiceSpec { Ports: [var first, ..] } ? [new ServiceAddress(manifest.Key.Name, first.Port)] : [];

    private static string ApiVersion(Manifest manifest) => manifest.Body["apiVersion"]!.GetValue<string>();

    private static ResourceStatus Resource(Manifest manifest, Cluster cluster, HealthAssessment health)
    {
        var live = cluster.Find(manifest.Key);
        var sync = live?.Hash == manifest.Hash ? SyncStatus.Synced : SyncStatus.OutOfSync;
        return new ResourceStatus(manifest.Key, ApiVersion(manifest), sync, live is null ? new HealthStatus(HealthCode.Missing) : health.Of(manifest), false);
    }

    private static IEnumerable<Manifest> InOrder(IEnumerable<Manifest> manifests) =>
        manifests.OrderBy(manifest => Array.IndexOf(Order, manifest.Key.Kind) is var place && place < 0 ? Order.Length : place)
            .ThenBy(manifest => manifest.Key, ObjectKey.Order);

    private List<Manifest> Orphans() =>
        Desired is null ? [] : [.. Applied.Where(old => Desired.Manifests.All(manifest => manifest.Key != old.Key))];

    private void Remember(string commit, TimeProvider clock)
    {
        var id = history.Count == 0 ? 0 : history[^1].Id + 1;
        history.Add(new HistoryEntry(id, commit, Application.TargetRevision, Application.Version, Application.Digest, clock.GetUtcNow()));
        if (history.Count > HistoryLimit)
            history.RemoveRange(0, history.Count - HistoryLimit);
    }
}
