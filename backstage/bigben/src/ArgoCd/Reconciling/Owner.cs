using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Comparison;

namespace BigBen.ArgoCd.Reconciling;

/// <summary>The object that a pod is there for: what owns its ReplicaSet or Job, up to the top.</summary>
/// <param name="Uid">The object's uid.</param>
/// <param name="Resource">What it is served as; null where the API does not know its kind.</param>
/// <param name="Value">The object; null where it is gone.</param>
internal sealed record Owner(string Uid, ApiResource? Resource, JsonElement? Value)
{
    /// <summary>The topmost owner of an object; null where it has none.</summary>
    public static Owner? RootOf(IObjectStore store, JsonElement value)
    {
        Owner? root = null;
        for (JsonElement? current = value; current is not null; current = root?.Value)
        {
            var reference = current.Value.ItemsAt("metadata", "ownerReferences").FirstOrDefault(owner => owner.FlagAt("controller"));
            if (reference.TextAt("uid") is not { } uid)
                return root;
            var resource = LiveObjects.Kinds.FirstOrDefault(kind =>
                kind.Kind == reference.TextAt("kind") && kind.ApiVersion == reference.TextAt("apiVersion"));
            root = new Owner(
                uid,
                resource,
                resource is null ? null : store.Find(resource, current.Value.Text("namespace"), reference.TextAt("name") ?? ""));
        }

        return root;
    }
}
