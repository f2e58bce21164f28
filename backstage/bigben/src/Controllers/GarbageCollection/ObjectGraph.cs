using System.Collections.Concurrent;
using System.Text.Json;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.GarbageCollection;

/// <summary>Where each object is, by its uid, and which objects have named it as an owner.</summary>
internal sealed class ObjectGraph
{
    private readonly ConcurrentDictionary<string, Node> _objects = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> _dependents = new();

    /// <summary>Takes in an object.</summary>
    public void Note(ApiResource resource, JsonElement value)
    {
        var uid = value.Text("uid");
        IReadOnlyList<string> owners = [.. OwnerReference.Of(value).Select(owner => owner.Uid)];
        _objects[uid] = new Node(resource, NamespacedName.Of(value), owners);
        foreach (var owner in owners)
            _dependents.GetOrAdd(owner, _ => new ConcurrentDictionary<string, bool>())[uid] = true;
    }

    /// <summary>Forgets an object that is gone.</summary>
    public void Forget(string uid)
    {
        _dependents.TryRemove(uid, out _);
        if (!_objects.TryRemove(uid, out var gone))
            return;
        foreach (var owner in gone.Owners)
        {
            if (_dependents.TryGetValue(owner, out var dependents))
                dependents.TryRemove(uid, out _);
        }
    }

    /// <summary>An object as it is now, with its kind; null when it is gone.</summary>
    public (ApiResource Resource, JsonElement Value)? Find(IObjectStore store, string uid) =>
        _objects.TryGetValue(uid, out var found)
        && store.Find(found.Resource, found.Name.Namespace, found.Name.Name) is { } value
        && value.Text("uid") == uid
            ? (found.Resource, value)
            : null;

    /// <summary>The uids of what has named an object as an owner, and may do so no longer.</summary>
    public IEnumerable<string> DependentsOf(string uid) => _dependents.TryGetValue(uid, out var dependents) ? dependents.Keys : [];

    private sealed record Node(ApiResource Resource, NamespacedName Name, IReadOnlyList<string> Owners);
}
