using BigBen.Kubernetes.Caching;

namespace BigBen.Kubernetes.Applications;

/// <summary>The Applications of a platform.</summary>
internal static class ApplicationList
{
    /// <summary>Every Application, the root among them, by name.</summary>
    public static IReadOnlyList<Application> All(ClusterObjects cluster) =>
        [.. cluster.Of(ResourceKind.Applications).Select(body => new Application(body))
            .OrderBy(application => application.Name, StringComparer.Ordinal)];

    /// <summary>Those that deploy services, by name.</summary>
    public static IReadOnlyList<Application> Services(ClusterObjects cluster) =>
        [.. All(cluster).Where(application => application.IsService)];

    /// <summary>The Application of a name.</summary>
    /// <exception cref="PlatformException">There is none.</exception>
    public static Application Find(ClusterObjects cluster, string name)
    {
        var all = All(cluster);
        return all.FirstOrDefault(application => application.Name == name)
            ?? throw new PlatformException(
                $"There is no Application '{name}'; there are: {string.Join(", ", all.Select(application => application.Name))}.");
    }
}
