using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Controllers;

/// <summary>The finalizers that hold an object whose deletion was asked for.</summary>
internal static class Finalizers
{
    /// <summary>Takes a finalizer from an object, which goes with its last one where it is being deleted.</summary>
    public static void RemoveFinalizer(this IObjectStore store, ApiResource kind, JsonElement value, string finalizer) =>
        store.Change(kind, value, found =>
        {
            var metadata = found["metadata"]!.AsObject();
            if (metadata["finalizers"] is not JsonArray finalizers)
                return;
            finalizers.RemoveAll(held => (string?)held == finalizer);
            if (finalizers.Count == 0)
                metadata.Remove("finalizers");
        });
}
