using k8s;

namespace BigBen.Kubernetes;

/// <summary>Finds where the API serves kinds that are not known here.</summary>
internal static class ResourceDiscovery
{
    /// <summary>Every kind of some group versions, subresources left out.</summary>
    /// <exception cref="PlatformException">The API does not answer, or has no such group.</exception>
    public static async Task<IReadOnlyList<ResourceKind>> KindsAsync(
        KubernetesApi api, IEnumerable<(string Group, string Version)> groups, CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(groups.Distinct().Select(group =>
            ApiFailure.GuardAsync(api, $"tell the kinds of {group.Group}/{group.Version}", async () =>
        {
            var list = group.Group.Length == 0
                ? await api.Client.CoreV1.GetAPIResourcesAsync(cancellationToken)
                : await api.Client.CustomObjects.GetAPIResourcesAsync(group.Group, group.Version, cancellationToken);
            return list.Resources.Where(resource => !resource.Name.Contains('/', StringComparison.Ordinal))
                .Select(resource => new ResourceKind(group.Group, group.Version, resource.Name, resource.Kind));
        }, cancellationToken)));
        return [.. lists.SelectMany(kinds => kinds)];
    }
}
