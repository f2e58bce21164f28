namespace BigBen.Kubernetes.Caching;

/// <summary>A cluster's objects, kept current by watches: nothing is asked for again while nothing changes.</summary>
internal sealed class ClusterCache : IAsyncDisposable
{
    /// <summary>What the questions of this room are answered from.</summary>
    public static readonly IReadOnlyList<ResourceKind> Kinds =
    [
        ResourceKind.Applications, ResourceKind.Deployments, ResourceKind.ReplicaSets, ResourceKind.StatefulSets, ResourceKind.DaemonSets,
        ResourceKind.CronJobs, ResourceKind.Jobs, ResourceKind.Pods, ResourceKind.Services, ResourceKind.Ingresses, ResourceKind.Events,
        ResourceKind.ServiceAccounts, ResourceKind.HorizontalPodAutoscalers, ResourceKind.NetworkPolicies,
        ResourceKind.PodDisruptionBudgets,
    ];

    private readonly CancellationTokenSource _end = new();
    private readonly ChangeSignal _changes = new();
    private readonly Dictionary<ResourceKind, Reflector[]> _reflectors;
    private readonly Task _running;

    private ClusterCache(KubernetesApi api, IReadOnlyList<ResourceKind> kinds, TimeProvider clock)
    {
        _reflectors = kinds.ToDictionary(
            kind => kind, kind => api.Scope.NamespacesOf(kind).Select(ns => new Reflector(api, kind, ns, _changes.Raise, clock)).ToArray());
        _running = Task.WhenAll(Reflectors.Select(reflector => reflector.RunAsync(_end.Token)));
    }

    /// <summary>Grows with every change.</summary>
    public long Version => _changes.Version;

    /// <summary>Why what is shown may be old: what the API said last; null while it answers.</summary>
    public string? Failure => Reflectors.Select(reflector => reflector.Failure).FirstOrDefault(failure => failure is not null);

    /// <summary>The objects as they are known now.</summary>
    public ClusterObjects Objects => new(_reflectors.ToDictionary(
        pair => pair.Key,
        pair => pair.Value is [var only] ? only.Objects : [.. pair.Value.SelectMany(reflector => reflector.Objects)]));

    private IEnumerable<Reflector> Reflectors => _reflectors.Values.SelectMany(reflectors => reflectors);

    /// <summary>Begins to watch, and is back when every kind is there.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="clock">Times tries after a failure.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="kinds">What to watch; null for <see cref="Kinds"/>.</param>
    /// <exception cref="PlatformException">The API does not answer, or refuses a kind.</exception>
    public static async Task<ClusterCache> StartAsync(
        KubernetesApi api, TimeProvider clock, CancellationToken cancellationToken, IReadOnlyList<ResourceKind>? kinds = null)
    {
        var cache = new ClusterCache(api, kinds ?? Kinds, clock);
        try
        {
            await Task.WhenAll(cache.Reflectors.Select(reflector => reflector.Listed)).WaitAsync(cancellationToken);
            return cache;
        }
        catch
        {
            await cache.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for the next change after a version.</summary>
    public Task AfterAsync(long seen, CancellationToken cancellationToken) => _changes.AfterAsync(seen, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }
}
