using BigBen.ApiServer.Registry;

namespace BigBen.Kubelet.Pods;

/// <summary>Brings the workers in line with the pods of the store.</summary>
/// <param name="services">What all pods share.</param>
/// <param name="workers">The workers.</param>
internal sealed class PodSource(KubeletServices services, PodWorkers workers)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Looks at all pods; answers with the version to watch from.</summary>
    public long List()
    {
        var (pods, version) = services.Store.List(PodIdentity.Resource);
        workers.Retain(pods.Select(pod => pod.Text("uid")).ToHashSet());
        foreach (var pod in pods)
            Sync(pod.Text("namespace"), pod.Text("name"));
        return version;
    }

    /// <summary>Follows the pods until cancelled.</summary>
    public Task WatchAsync(long version, CancellationToken cancellationToken) => new StoreWatch(
        services,
        PodIdentity.Resource,
        List,
        change => Sync(change.Value.Text("namespace"), change.Value.Text("name"), cancellationToken)).RunAsync(version, cancellationToken);

    private void Sync(string ns, string name, CancellationToken cancellationToken = default)
    {
        try
        {
            workers.Sync(ns, name);
        }
        catch (Exception e)
        {
            // One pod that cannot be taken, for a full disk maybe, must not keep the others waiting.
            services.Logger.SyncFailed(e, ns, name);
            _ = RetryAsync(ns, name, cancellationToken);
        }
    }

    private async Task RetryAsync(string ns, string name, CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, services.Clock, cancellationToken);
        Sync(ns, name, cancellationToken);
    }
}
