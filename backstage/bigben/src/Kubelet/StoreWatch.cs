using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Kubelet;

/// <summary>Follows the objects of a kind: list, then watch, and list again after whatever ends the watch.</summary>
/// <param name="services">What all pods share.</param>
/// <param name="resource">The kind.</param>
/// <param name="list">Looks at all objects, and answers with the version to watch from.</param>
/// <param name="changed">Told of each change.</param>
internal sealed class StoreWatch(KubeletServices services, ApiResource resource, Func<long> list, Action<WatchEvent> changed)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Follows until cancelled.</summary>
    /// <param name="version">The version of the list that was looked at already.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    public async Task RunAsync(long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await foreach (var change in services.Store.WatchAsync(resource, null, version, cancellationToken))
                    changed(change);
            }
            catch (StatusException e) when (e.Reason == StatusReason.Expired)
            {
                // Too slow for the store's history: nothing is lost, the list has it all.
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                services.Logger.WatchFailed(e, resource.GroupResource);
                await Task.Delay(Pause, services.Clock, cancellationToken);
            }

            version = list();
        }
    }
}
