using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.GarbageCollection;

/// <summary>
/// Where each object is, by its uid, and which objects have named it as an owner. Kinds are told side by side, so what depends on an object
/// may be known before the object itself.
/// </summary>
internal sealed class ObjectGraph
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Node> _objects = [];
    private readonly Dictionary<string, HashSet<string>> _dependents = [];

    /// <summary>Takes in an object.</summary>
    public void Note(ApiResource resource, JsonElement value)
    {
        var uid = value.Text("uid");
        IReadOnlyList<string> owners = [.. OwnerReference.Of(value).Select(owner => owner.Uid)];
        lock (_gate)
        {
            _objects[uid] = new Node(resource, NamespacedName.Of(value), owners);
            foreach (var owner in owners)
            {
                if (!_dependents.TryGetValue(owner, out var dependents))
                    _dependents[owner] = dependents = [];
                dependents.Add(uid);
            }
        }
    }

    /// <summary>Forgets an object that is gone. One that was never told stays the owner of what depends on it: it may yet come.</summary>
    public void Forget(string uid)
    {
        lock (_gate)
        {
            if (!_objects.Remove(uid, out var gone))
                return;
            _dependents.Remove(uid);
            foreach (var owner in gone.Owners)
            {
                if (_dependents.TryGetValue(owner, out var dependents) && dependents.Remove(uid) && dependents.Count == 0)
                    _dependents.Remove(owner);
            }
        }
    }

    /// <summary>An object as it is now, with its kind; null when it is gone.</summary>
    public (ApiResource Resource, JsonElement Value)? Find(IObjectStore store, string uid)
    {
        Node? found;
        lock (_gate)
            found = _objects.GetValueOrDefault(uid);
        return found is not null
            && store.Find(found.Resource, found.Name.Namespace, found.Name.Name) is { } value
            && value.Text("uid") == uid
                ? (found.Resource, value)
                : null;
    }

    /// <summary>The uids of what has named an object as an owner, and may do so no longer.</summary>
    public IReadOnlyList<string> DependentsOf(string uid)
    {
        lock (_gate)
            return _dependents.TryGetValue(uid, out var dependents) ? [.. dependents] : [];
    }

    private sealed record Node(ApiResource Resource, NamespacedName Name, IReadOnlyList<string> Owners);
}
