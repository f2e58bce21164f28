using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Clients;

/// <summary>
/// Tells every change of a kind's objects: list, then watch, and list again when the watch has expired. Nothing is missed, not even what
/// was deleted meanwhile; several changes of one object may be told as one.
/// </summary>
/// <param name="store">Where the objects are.</param>
/// <param name="resource">Their kind.</param>
/// <param name="ns">Their namespace; null for all of them.</param>
internal sealed class Informer(IObjectStore store, ApiResource resource, string? ns = null)
{
    private readonly Dictionary<NamespacedName, JsonElement> _known = [];
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Complete once every object that was there at the start has been told: from then on no deletion is missed.</summary>
    public Task Synced => _synced.Task;

    /// <summary>Tells every object that there is, then every change, until cancelled.</summary>
    /// <param name="changed">
    /// Given the object before, null when it is new, and after, null when it is gone. One call at a time; what it throws ends the informer.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Action<JsonElement?, JsonElement?> changed, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var version = Relist(changed);
                _synced.TrySetResult();
                await foreach (var change in store.WatchAsync(resource, ns, version, cancellationToken))
                    Tell(NamespacedName.Of(change.Value), change.Type == WatchEvent.Deleted ? null : change.Value, changed);
            }
            catch (StatusException e) when (e.Reason == StatusReason.Expired)
            {
                // The list tells what the watch did not.
            }
        }
    }

    private long Relist(Action<JsonElement?, JsonElement?> changed)
    {
        var (items, version) = store.List(resource, ns);
        var gone = _known.Keys.ToHashSet();
        foreach (var item in items)
        {
            var key = NamespacedName.Of(item);
            gone.Remove(key);
            if (!_known.TryGetValue(key, out var before) || before.Text("resourceVersion") != item.Text("resourceVersion"))
                Tell(key, item, changed);
        }

        foreach (var key in gone)
            Tell(key, null, changed);
        return version;
    }

    private void Tell(NamespacedName key, JsonElement? after, Action<JsonElement?, JsonElement?> changed)
    {
        JsonElement? before = _known.TryGetValue(key, out var known) ? known : null;
        if (after is { } value)
            _known[key] = value;
        else
            _known.Remove(key);
        changed(before, after);
    }
}
