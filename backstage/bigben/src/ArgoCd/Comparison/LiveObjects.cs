using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Manifests;

namespace BigBen.ArgoCd.Comparison;

/// <summary>The objects of the cluster that Applications can have.</summary>
/// <param name="store">Where they are.</param>
internal sealed class LiveObjects(IObjectStore store)
{
    // What others make of an Application's objects is never applied, so nobody tracks it.
    private static readonly HashSet<string> Derived =
        ["events", "endpoints", "endpointslices.discovery.k8s.io", "nodes", "events.events.k8s.io"];

    /// <summary>Every kind that an Application can have objects of.</summary>
    public static IReadOnlyList<ApiResource> Kinds { get; } =
    [
        .. ResourceCatalog.All.Where(resource =>
            resource.Verbs.Contains("watch") && resource.Verbs.Contains("create") && !Derived.Contains(resource.GroupResource)),
    ];

    /// <summary>The resource that objects of a kind are served as; null where the API does not know them.</summary>
    public static ApiResource? Find(ObjectKey key, string version) =>
        Kinds.FirstOrDefault(resource => resource.Group == key.Group && resource.Kind == key.Kind && resource.Version == version);

    /// <summary>What names a live object.</summary>
    public static ObjectKey KeyOf(ApiResource resource, JsonElement value) =>
        new(resource.Group, resource.Kind, value.Text("namespace"), value.Text("name"));

    /// <summary>The object; null where there is none.</summary>
    public JsonElement? Find(ApiResource resource, ObjectKey key) => store.Find(resource, key.Namespace, key.Name);

    /// <summary>
    /// Everything that an Application tracks, as Argo CD tells it: but for what has an owner, such as a ReplicaSet, to which its
    /// Deployment's annotation was copied.
    /// </summary>
    public IEnumerable<(ApiResource Resource, ObjectKey Key, JsonElement Value)> TrackedBy(string application) =>
        from resource in Kinds
        from value in store.List(resource).Items
        where Tracking.ApplicationOf(value) == application && !value.ItemsAt("metadata", "ownerReferences").Any()
        select (resource, KeyOf(resource, value), value);
}
