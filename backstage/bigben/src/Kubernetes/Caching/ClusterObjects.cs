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
    /// <param name="api">The cluster.</param>
    /// <param name="kinds">What to ask for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="ns">The namespace; null for all that are the platform's.</param>
    /// <exception cref="PlatformException">It does not answer, or refuses.</exception>
    public static async Task<ClusterObjects> ReadAsync(
        KubernetesApi api, IReadOnlyList<ResourceKind> kinds, CancellationToken cancellationToken, string? ns = null)
    {
        var lists = await Task.WhenAll(
            from kind in kinds
            from place in ns is null ? api.Scope.NamespacesOf(kind) : [ns]
            select ReadAsync(kind, place));
        return new ClusterObjects(lists.GroupBy(list => list.Kind).ToDictionary(
            group => group.Key, group => (IReadOnlyList<JsonElement>)[.. group.SelectMany(list => list.Items)]));

        async Task<(ResourceKind Kind, IReadOnlyList<JsonElement> Items)> ReadAsync(ResourceKind kind, string? place) =>
            (kind, (await api.ListAsync(kind, place, api.Scope.SelectorOf(kind), cancellationToken)).Items);
    }
}
