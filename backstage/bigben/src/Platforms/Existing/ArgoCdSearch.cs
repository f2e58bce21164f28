using BigBen.Kubernetes;
using BigBen.Platforms.Clusters;

namespace BigBen.Platforms.Existing;

/// <summary>Finds a cluster's Argo CD by its objects, in whatever namespace and under whatever name it was installed.</summary>
/// <param name="api">The cluster.</param>
internal sealed class ArgoCdSearch(KubernetesApi api)
{
    /// <summary>The labels of Argo CD's application controller: its manifests, its chart and its operator all set them.</summary>
    public const string Selector = "app.kubernetes.io/part-of=argocd,app.kubernetes.io/component=application-controller";

    /// <summary>The kinds that the application controller may be of.</summary>
    public static readonly IReadOnlyList<ResourceKind> Kinds = [ResourceKind.StatefulSets, ResourceKind.Deployments];

    /// <summary>Tells where Argo CD is, or is to be.</summary>
    /// <param name="named">The namespace that the user names; null to look in all.</param>
    /// <param name="installs">Whether one is to be installed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">There is none, there are several, or there is one that is not to be.</exception>
    public async Task<string> FindAsync(string? named, bool installs, CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(Kinds.Select(kind => api.ListAsync(kind, named, Selector, cancellationToken)));
        var found = lists.SelectMany(list => list.Items).Select(controller => controller.NamespaceOf()).Distinct().Order().ToList();
        return (found, installs) switch
        {
            ([], true) or ([ClusterSettings.Argo], true) => ClusterSettings.Argo,
            (_, true) => throw new PlatformException(
                $"The cluster has an Argo CD in the namespace {string.Join(" and ", found)}, and two would fight over the same kinds: "
                + "omit --install-argocd to use it."),
            ([var only], false) => only,
            ([], false) => throw new PlatformException(
                $"There is no Argo CD in {(named is null ? "the cluster" : $"the namespace '{named}'")} (no workload with the labels "
                + $"{Selector}): name its namespace by --argocd-namespace, or have one installed by --install-argocd."),
            _ => throw new PlatformException(
                $"The cluster has an Argo CD in each of {string.Join(", ", found)}: choose one by --argocd-namespace."),
        };
    }
}
