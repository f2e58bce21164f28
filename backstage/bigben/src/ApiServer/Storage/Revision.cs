using System.Collections.Immutable;

namespace BigBen.ApiServer.Storage;

/// <summary>
/// All objects as they were at one resource version, the write that led there, and a promise of the next revision. Who holds one can read
/// it for as long as it likes, and follow what comes after it without asking again.
/// </summary>
internal sealed class Revision
{
    private static readonly ImmutableSortedDictionary<string, StoredObject> None = ImmutableSortedDictionary.Create<string, StoredObject>(
        StringComparer.Ordinal);

    private readonly ImmutableDictionary<string, ImmutableSortedDictionary<string, StoredObject>> _resources;
    private readonly TaskCompletionSource<Revision> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Revision(long version, ImmutableDictionary<string, ImmutableSortedDictionary<string, StoredObject>> resources, Change? change)
    {
        Version = version;
        Change = change;
        _resources = resources;
    }

    /// <summary>The resource version; one more than that of the revision before.</summary>
    public long Version { get; }

    /// <summary>The write that led here; null for the revision that the store started with.</summary>
    public Change? Change { get; }

    /// <summary>Done as soon as there is a next revision.</summary>
    public Task<Revision> Next => _next.Task;

    /// <summary>The next revision, for who knows that a later one was written: it is there, or will be within moments.</summary>
#pragma warning disable RS0030 // The writer publishes it right after it has moved on.
    public Revision Following => _next.Task.Result;
#pragma warning restore RS0030

    /// <summary>The revision that a store starts with.</summary>
    public static Revision Start(long version, IEnumerable<StoredObject> objects) =>
        new(
            version,
            objects.GroupBy(stored => stored.Key.Resource).ToImmutableDictionary(
                resource => resource.Key,
                resource => None.AddRange(resource.Select(stored => KeyValuePair.Create(stored.Key.Path, stored)))),
            change: null);

    /// <summary>The object; null where there is none.</summary>
    public StoredObject? Find(ObjectKey key) =>
        _resources.TryGetValue(key.Resource, out var objects) ? objects.GetValueOrDefault(key.Path) : null;

    /// <summary>The objects of a resource, ordered by namespace and name.</summary>
    /// <param name="resource">The resource with its group.</param>
    /// <param name="ns">The namespace; null for all of them.</param>
    public IEnumerable<StoredObject> List(string resource, string? ns = null)
    {
        var objects = _resources.GetValueOrDefault(resource, None).Values;
        return ns is null ? objects : objects.Where(stored => stored.Key.Namespace == ns);
    }

    /// <summary>Makes the next revision out of this one. <see cref="Publish"/> tells those who follow.</summary>
    public Revision After(Change change)
    {
        var key = change.After.Key;
        var objects = _resources.GetValueOrDefault(key.Resource, None);
        objects = change.Removed ? objects.Remove(key.Path) : objects.SetItem(key.Path, change.After);
        return new Revision(change.After.Version, _resources.SetItem(key.Resource, objects), change);
    }

    /// <summary>Lets those who follow this revision go on to <paramref name="next"/>.</summary>
    public void Publish(Revision next) => _next.SetResult(next);
}
