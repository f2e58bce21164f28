using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Foundation;

namespace BigBen.Tests.Kubelet;

/// <summary>A store that takes nothing while its disk is full.</summary>
internal sealed class FullStore(IObjectStore store) : IObjectStore
{
    private int _refused;

    public bool IsFull { get; set; }

    /// <summary>How many changes of objects it did not take.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public JsonElement? Find(ApiResource resource, string ns, string name) => store.Find(resource, ns, name);

    public (IReadOnlyList<JsonElement> Items, long Version) List(ApiResource resource, string? ns = null) => store.List(resource, ns);

    public IAsyncEnumerable<WatchEvent> WatchAsync(
        ApiResource resource, string? ns, long version, CancellationToken cancellationToken) =>
        store.WatchAsync(resource, ns, version, cancellationToken);

    public JsonElement Create(ApiResource resource, string ns, JsonObject value, WriteOptions? options = null) =>
        Open().Create(resource, ns, value, options);

    public JsonElement Update(
        ApiResource resource, string ns, string name, Func<JsonObject, JsonObject> change, WriteOptions? options = null)
    {
        if (IsFull)
            Interlocked.Increment(ref _refused);
        return Open().Update(resource, ns, name, change, options);
    }

    public Deletion Delete(ApiResource resource, string ns, string name, DeleteOptions? options = null) =>
        Open().Delete(resource, ns, name, options);

    private IObjectStore Open() => IsFull ? throw new PlatformException("It cannot be written: database or disk is full.") : store;
}
