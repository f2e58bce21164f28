using BigBen.ApiServer.Resources;
using BigBen.Manifests.Validation.Schema;

namespace BigBen.ApiServer.Registry;

/// <summary>Which kinds count the changes of what is wanted of them, and what such a change is.</summary>
internal static class Generation
{
    private static readonly HashSet<string> Counted =
    [
        "pods", "replicationcontrollers", "podtemplates", "deployments.apps", "replicasets.apps", "statefulsets.apps", "daemonsets.apps",
        "jobs.batch", "cronjobs.batch", "ingresses.networking.k8s.io", "ingressclasses.networking.k8s.io",
        "networkpolicies.networking.k8s.io",
        "poddisruptionbudgets.policy", "endpointslices.discovery.k8s.io",
    ];

    /// <summary>Numbers a new object.</summary>
    public static void Start(ApiResource resource, JsonObject value)
    {
        if (IsCounted(resource))
            ObjectMeta.Of(value)["generation"] = 1;
    }

    /// <summary>
    /// Counts on when more than metadata and, where it is a thing of its own, status have changed; another way of writing the same is no
    /// change.
    /// </summary>
    public static void Advance(ApiResource resource, JsonObject value, JsonObject before)
    {
        if (IsCounted(resource) && !Decoded.AreSame(Wanted(resource, value), Wanted(resource, before)))
            Next(value);
    }

    /// <summary>Counts on.</summary>
    public static void Next(JsonObject value)
    {
        var metadata = ObjectMeta.Of(value);
        metadata["generation"] = (metadata["generation"]?.GetValue<long>() ?? 0) + 1;
    }

    /// <summary>Whether the objects of a kind have a generation. Custom resources always do.</summary>
    public static bool IsCounted(ApiResource resource) => resource.IsCustom || Counted.Contains(resource.GroupResource);

    private static JsonObject Wanted(ApiResource resource, JsonObject value)
    {
        var wanted = value.DeepClone().AsObject();
        wanted.Remove("metadata");
        if (resource.HasStatus)
            wanted.Remove("status");
        return wanted;
    }
}
