using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers.GarbageCollection;

/// <summary>
/// Deletes what no owner is left of, and does what a deletion with a propagation policy asks for: in the foreground an owner goes after
/// what blocks it, with <c>Orphan</c> what it owned stays and has one owner less.
/// </summary>
/// <param name="store">The objects.</param>
internal sealed class GarbageCollector(IObjectStore store)
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    private readonly ObjectGraph _graph = new();
    private Action<NamespacedName> _enqueue = _ => { };

    /// <summary>Has a loop follow every kind. Its keys are uids, for a name tells nothing of what is gone.</summary>
    public Controller Follow(Controller controller)
    {
        _enqueue = controller.Enqueue;
        foreach (var resource in Kinds.Deletable)
        {
            controller.Watches(resource, value =>
            {
                _graph.Note(resource, value);
                return [Key(value.Text("uid")), .. OwnerReference.Of(value).Select(owner => Key(owner.Uid))];
            });
        }

        return controller;
    }

    /// <summary>Does what the end of one object, or of its owners, asks for.</summary>
    public TimeSpan? Reconcile(NamespacedName key)
    {
        if (_graph.Find(store, key.Name) is not var (resource, value))
        {
            foreach (var dependent in _graph.DependentsOf(key.Name))
                _enqueue(Key(dependent));
            _graph.Forget(key.Name);
            return null;
        }

        var finalizers = value.ItemsAt("metadata", "finalizers").Select(finalizer => finalizer.GetString()).ToList();
        if (value.IsTerminating() && finalizers.Contains(Orphan))
            Release(resource, value);
        else if (value.IsTerminating() && finalizers.Contains(Foreground))
            DeleteDependents(resource, value);
        else if (!value.IsTerminating())
            DeleteWithoutOwner(resource, value);
        return null;
    }

    private static NamespacedName Key(string uid) => new("", uid);

    // Asked of the store, not of the graph, which may not have heard of the newest: what is to be an orphan must not be overlooked.
    private IEnumerable<(ApiResource Resource, JsonElement Value, OwnerReference Owner)> DependentsOf(JsonElement owner)
    {
        var (uid, ns) = (owner.Text("uid"), owner.Text("namespace"));
        foreach (var kind in Kinds.Deletable)
        {
            foreach (var value in store.List(kind, ns.Length > 0 ? ns : null).Items)
            {
                if (OwnerReference.Of(value).FirstOrDefault(reference => reference.Uid == uid) is { } reference)
                    yield return (kind, value, reference);
            }
        }
    }

    private void Release(ApiResource resource, JsonElement owner)
    {
        foreach (var (kind, dependent, reference) in DependentsOf(owner))
            store.Change(kind, dependent, value => RemoveOwners(value, [reference.Uid]));
        store.RemoveFinalizer(resource, owner, Orphan);
    }

    private void DeleteDependents(ApiResource resource, JsonElement owner)
    {
        var dependents = DependentsOf(owner).ToList();
        foreach (var (kind, dependent, _) in dependents.Where(entry => !entry.Value.IsTerminating()))
        {
            // What another owner is left of only loses this one.
            if (OwnerReference.Of(dependent).Any(other => other.Uid != owner.Text("uid") && IsThere(dependent, other)))
                store.Change(kind, dependent, value => RemoveOwners(value, [owner.Text("uid")]));
            else
                store.DeleteIfThere(kind, dependent, DependentsOf(dependent).Any() ? "Foreground" : "Background");
        }

        if (!DependentsOf(owner).Any(entry => entry.Owner.BlocksDeletion))
            store.RemoveFinalizer(resource, owner, Foreground);
    }

    private void DeleteWithoutOwner(ApiResource resource, JsonElement value)
    {
        var owners = OwnerReference.Of(value).ToList();
        var absent = owners.Where(owner => !IsThere(value, owner)).Select(owner => owner.Uid).ToList();
        if (absent.Count == 0)
            return;
        if (absent.Count == owners.Count)
            store.DeleteIfThere(resource, value, "Background");
        else
            store.Change(resource, value, found => RemoveOwners(found, absent));
    }

    private bool IsThere(JsonElement value, OwnerReference owner)
    {
        var resource = Kinds.Deletable.FirstOrDefault(owner.Refers);
        return resource is null
            || store.Find(resource, resource.Namespaced ? value.Text("namespace") : "", owner.Name)?.Text("uid") == owner.Uid;
    }

    private static void RemoveOwners(JsonObject value, IReadOnlyCollection<string> uids)
    {
        var metadata = value["metadata"]!.AsObject();
        if (metadata["ownerReferences"] is not JsonArray owners)
            return;
        owners.RemoveAll(owner => (string?)owner?["uid"] is { } uid && uids.Contains(uid));
        if (owners.Count == 0)
            metadata.Remove("ownerReferences");
    }
}
