namespace BigBen.Kubernetes.Applications;

/// <summary>An Argo CD Application: what it is to be, and Argo CD's judgement.</summary>
/// <param name="Body">The whole object.</param>
internal sealed record Application(JsonElement Body)
{
    private const int DriftsTold = 5;

    /// <summary>Where Applications are.</summary>
    public const string ControllerNamespace = "argocd";

    /// <summary>The annotation by which Argo CD is asked to look at git now; it removes it when it has.</summary>
    public const string RefreshAnnotation = "argocd.argoproj.io/refresh";

    /// <summary>Its name.</summary>
    public string Name { get; } = Body.NameOf();

    /// <summary>
    /// Its resource version: those of one kind are numbers that only grow (Kubernetes' KEP-5504), so a smaller one is an older state.
    /// </summary>
    public long ResourceVersion => long.Parse(Body.TextAt("metadata", "resourceVersion"), CultureInfo.InvariantCulture);

    /// <summary>Where its objects go; also the environment.</summary>
    public string Environment { get; } = Body.TextAt("spec", "destination", "namespace");

    /// <summary>What it deploys.</summary>
    public ApplicationSource Source { get; } = ApplicationSource.Read(Body.At("spec", "source"));

    /// <summary>The service: the Helm release.</summary>
    public string Service => Source.Release;

    /// <summary>Whether it deploys a service of an environment, as the root Application does not.</summary>
    public bool IsService => Source.Tag.Length > 0;

    /// <summary>Whether Argo CD has not yet looked since it was asked to.</summary>
    public bool IsRefreshing => Body.TextAt("metadata", "annotations", RefreshAnnotation).Length > 0;

    /// <summary>Whether its status is about what it is to be now: Argo CD tells what it compared, except before the first time.</summary>
    public bool IsCompared =>
        Body.At("status", "sync", "comparedTo", "source") is not { } compared || ApplicationSource.Read(compared) == Source;

    /// <summary>Whether what runs is what git says.</summary>
    public SyncStatus Sync { get; } =
        Enum.TryParse<SyncStatus>(Body.TextAt("status", "sync", "status"), out var sync) ? sync : SyncStatus.Unknown;

    /// <summary>The commit that it was last compared with; empty before the first time.</summary>
    public string Revision { get; } = Body.TextAt("status", "sync", "revision");

    /// <summary>Its health; where Argo CD gives no reason, that of the first object as unwell.</summary>
    public HealthStatus Health { get; } = HealthOf(Body);

    /// <summary>The last sync; null before the first.</summary>
    public OperationState? Operation { get; } = OperationState.Read(Body.At("status", "operationState"));

    /// <summary>Deployments, oldest first.</summary>
    public IReadOnlyList<HistoryEntry> History { get; } = [.. Body.ItemsAt("status", "history").Select(HistoryEntry.Read)];

    /// <summary>Its objects.</summary>
    public IReadOnlyList<ManagedObject> Resources { get; } = [.. Body.ItemsAt("status", "resources").Select(ManagedObject.Read)];

    /// <summary>Which of its objects are not what git says, in a sentence; empty where all are.</summary>
    public string Drift => DriftOf(Resources);

    /// <summary>The images of its objects, as Argo CD found them.</summary>
    public IReadOnlyList<string> Images { get; } = [.. Body.ItemsAt("status", "summary", "images").Select(image => $"{image}")];

    /// <summary>What stands in the way, a sentence each.</summary>
    public IReadOnlyList<string> Errors { get; } =
    [
        .. Body.ItemsAt("status", "conditions")
            .Where(condition => condition.TextAt("type").EndsWith("Error", StringComparison.Ordinal))
            .Select(condition => condition.TextAt("message")),
    ];

    /// <summary>When its current state was applied, UTC; null before the first time.</summary>
    public DateTimeOffset? DeployedAt => History.Count == 0 ? null : History[^1].DeployedAt;

    private static string DriftOf(IReadOnlyList<ManagedObject> resources)
    {
        var different = resources.Where(resource => resource.Sync == SyncStatus.OutOfSync)
            .Select(resource => $"{resource.Reference.Kind} {resource.Reference.Name}"
                + (resource.RequiresPruning ? " (not in git)" : resource.Health?.Status == HealthCode.Missing ? " (missing)" : ""))
            .ToList();
        return different.Count == 0 ? ""
            : "Not what git says: " + string.Join(", ", different.Take(DriftsTold))
                + (different.Count > DriftsTold ? $" and {different.Count - DriftsTold} more." : ".");
    }

    private static HealthStatus HealthOf(JsonElement body)
    {
        var health = HealthStatus.Read(body.At("status", "health")) ?? new HealthStatus(HealthCode.Unknown);
        if (health.Message.Length > 0 || health.Status == HealthCode.Healthy)
            return health;
        var unwell = body.ItemsAt("status", "resources").Select(resource => HealthStatus.Read(resource.At("health")))
            .FirstOrDefault(candidate => candidate?.Status == health.Status && candidate.Message.Length > 0);
        return unwell ?? health;
    }
}
