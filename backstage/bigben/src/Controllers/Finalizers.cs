using System.Text.Json;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers;

/// <summary>The finalizers that hold an object whose deletion was asked for.</summary>
internal static class Finalizers
{
    /// <summary>Takes a finalizer from an object, which goes with its last one where it is being deleted.</summary>
    public static void RemoveFinalizer(this IObjectStore store, ApiResource kind, JsonElement value, string finalizer) =>
        store.Change(kind, value, found => ObjectMeta.RemoveFinalizer(found, finalizer));
}
