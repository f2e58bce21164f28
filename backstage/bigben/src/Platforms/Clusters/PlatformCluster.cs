using BigBen.Kubernetes;
using BigBen.Kubernetes.Caching;
using BigBen.Kubernetes.Candidates;
using BigBen.Kubernetes.Proving;
using BigBen.Kubernetes.Waiting;

namespace BigBen.Platforms.Clusters;

/// <summary>A platform's cluster: its API, its objects, and how they are waited for.</summary>
internal sealed class PlatformCluster : IAsyncDisposable
{
    private PlatformCluster(ClusterSettings settings, KubernetesApi api, ClusterCache cache, TimeProvider clock)
    {
        var patience = settings.Patience;
        (Api, Cache) = (api, cache);
        var wait = new WaitPatience(patience.Ready, patience.Failing, patience.Recovering, patience.Pulling);
        Wait = new ApplicationWait(api, cache, wait, clock, settings.ArgoCd) { EndsOldSyncs = true };
        Prover = new Prover(settings.Port, patience.Settle, api: api);
        Candidates = new CandidateRunner(api, cache, clock);
    }

    /// <summary>The cluster's API.</summary>
    public KubernetesApi Api { get; }

    /// <summary>Its objects, kept current.</summary>
    public ClusterCache Cache { get; }

    /// <summary>Waits for Applications.</summary>
    public ApplicationWait Wait { get; }

    /// <summary>Asks URLs for their versions.</summary>
    public Prover Prover { get; }

    /// <summary>Starts what is to be recorded.</summary>
    public CandidateRunner Candidates { get; }

    /// <summary>Begins to watch the cluster.</summary>
    /// <exception cref="PlatformException">There is no kubeconfig, or the API does not answer.</exception>
    public static async Task<PlatformCluster> OpenAsync(ClusterSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        var api = KubernetesApi.Open(settings.Kubeconfig, scope: settings.Scope);
        try
        {
            return new PlatformCluster(settings, api, await ClusterCache.StartAsync(api, clock, cancellationToken), clock);
        }
        catch
        {
            api.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Cache.DisposeAsync();
        Api.Dispose();
    }
}
