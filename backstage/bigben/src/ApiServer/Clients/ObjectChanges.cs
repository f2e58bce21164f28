using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Clients;

/// <summary>Changes objects that may be gone by now.</summary>
internal static class ObjectChanges
{
    private static readonly WriteOptions Status = new(Subresource: "status");

    /// <summary>Changes an object's status in place; the very same status is not a write.</summary>
    /// <returns>The object as it now is; null when it is gone.</returns>
    public static JsonElement? UpdateStatus(this IObjectStore store, ApiResource resource, JsonElement value, Action<JsonObject> change) =>
        store.Change(resource, value, found => change(found.MapOf("status")), resource.HasStatus ? Status : null);

    /// <summary>Changes an object in place.</summary>
    /// <returns>The object as it now is; null when it is gone, or another one has its name.</returns>
    public static JsonElement? Change(
        this IObjectStore store, ApiResource resource, JsonElement value, Action<JsonObject> change, WriteOptions? options = null) =>
        store.Change(resource, NamespacedName.Of(value), value.Text("uid"), change, options);

    /// <summary>Changes the object that has a uid in place.</summary>
    /// <returns>The object as it now is; null when it is gone, or another one has its name.</returns>
    public static JsonElement? Change(
        this IObjectStore store,
        ApiResource resource,
        NamespacedName key,
        string uid,
        Action<JsonObject> change,
        WriteOptions? options = null)
    {
        try
        {
            var after = store.Update(
                resource,
                key.Namespace,
                key.Name,
                found =>
                {
                    if (ObjectMeta.Text(found, "uid") == uid)
                        change(found);
                    return found;
                },
                options);
            return after.Text("uid") == uid ? after : null;
        }
        catch (StatusException e) when (e.Reason == StatusReason.NotFound)
        {
            return null;
        }
    }

    /// <summary>Takes a finalizer from an object, which goes with its last one where it is being deleted.</summary>
    public static void RemoveFinalizer(this IObjectStore store, ApiResource resource, JsonElement value, string finalizer) =>
        store.Change(resource, value, found => ObjectMeta.RemoveFinalizer(found, finalizer));

    /// <summary>Deletes an object, if it is there still.</summary>
    public static void DeleteIfThere(this IObjectStore store, ApiResource resource, JsonElement value, string? propagation = null) =>
        store.DeleteIfThere(
            resource, NamespacedName.Of(value), new DeleteOptions(PropagationPolicy: propagation, Uid: value.Text("uid")));

    /// <summary>Deletes an object, if it is there still and is the one that is meant.</summary>
    public static void DeleteIfThere(this IObjectStore store, ApiResource resource, NamespacedName key, DeleteOptions options)
    {
        try
        {
            store.Delete(resource, key.Namespace, key.Name, options);
        }
        catch (StatusException e) when (e.Reason is StatusReason.NotFound or StatusReason.Conflict)
        {
            // Gone, and perhaps another one has its name: what was to be brought about is so.
        }
    }
}
