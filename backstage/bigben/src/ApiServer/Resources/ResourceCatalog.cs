using System.Collections.Frozen;

namespace BigBen.ApiServer.Resources;

/// <summary>Everything that the API serves.</summary>
internal static class ResourceCatalog
{
    private static readonly FrozenDictionary<(string Group, string Version, string Plural), ApiResource> ByPath;

    static ResourceCatalog()
    {
        ByPath = All.ToFrozenDictionary(resource => (resource.Group, resource.Version, resource.Plural));
    }

    /// <summary>The groups' versions, in the order in which clients prefer a kind that several have; the core group is first.</summary>
    public static IReadOnlyList<ApiGroupVersion> Versions { get; } =
    [
        CoreResources.V1,
        WorkloadResources.Apps,
        ClusterResources.Events,
        ReviewResources.Authentication,
        ReviewResources.Authorization,
        WorkloadResources.Autoscaling,
        WorkloadResources.Batch,
        NetworkResources.Networking,
        WorkloadResources.Policy,
        ClusterResources.Storage,
        ClusterResources.Coordination,
        NetworkResources.Discovery,
        ArgoResources.V1Alpha1,
        ClusterResources.Metrics,
    ];

    /// <summary>Every resource, in that order.</summary>
    public static IEnumerable<ApiResource> All => Versions.SelectMany(version => version.Resources);

    /// <summary>A resource by its place in a path; null where there is none.</summary>
    public static ApiResource? Find(string group, string version, string plural) => ByPath.GetValueOrDefault((group, version, plural));

    /// <summary>A version of a group; null where there is none.</summary>
    public static ApiGroupVersion? FindVersion(string group, string version) =>
        Versions.FirstOrDefault(found => found.Group == group && found.Version == version);

    /// <summary>The versions of a group, the preferred one first; empty where there is no such group.</summary>
    public static IReadOnlyList<ApiGroupVersion> FindGroup(string group) => [.. Versions.Where(found => found.Group == group)];
}
