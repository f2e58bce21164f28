using System.Text.Json;

namespace BigBen.Kubernetes.Caching;

/// <summary>The objects of a cluster at one moment: what every question is answered from.</summary>
/// <param name="objects">The objects by kind.</param>
internal sealed class ClusterObjects(IReadOnlyDictionary<ResourceKind, IReadOnlyList<JsonElement>> objects)
{
    /// <summary>Every object of a kind, by namespace and name; none of a kind that was not asked for.</summary>
    public IReadOnlyList<JsonElement> Of(ResourceKind kind) => objects.TryGetValue(kind, out var found) ? found : [];

    /// <summary>The kinds that were asked for.</summary>
    public IEnumerable<ResourceKind> Kinds => objects.Keys;

    /// <summary>Asks a cluster once.</summary>
    /// <exception cref="Foundation.PlatformException">It does not answer, or refuses.</exception>
    public static async Task<ClusterObjects> ReadAsync(
        KubernetesApi api, IReadOnlyList<ResourceKind> kinds, CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(
            kinds.Select(async kind => (kind, (await api.ListAsync(kind, cancellationToken: cancellationToken)).Items)));
        return new ClusterObjects(lists.ToDictionary(list => list.kind, list => list.Items));
    }
}
