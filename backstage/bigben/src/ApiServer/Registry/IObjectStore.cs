using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;

namespace BigBen.ApiServer.Registry;

/// <summary>
/// Kubernetes' objects for those within the platform's process: the same rules as over HTTP (versions, uids, generations, finalizers, grace
/// periods), without the wire. What is read is never changed; a write goes through <see cref="Update"/>, which nothing can come between.
/// </summary>
internal interface IObjectStore
{
    /// <summary>The object; null where there is none.</summary>
    JsonElement? Find(ApiResource resource, string ns, string name);

    /// <summary>All objects of a kind, ordered by namespace and name.</summary>
    /// <param name="resource">The kind.</param>
    /// <param name="ns">The namespace; null for all of them.</param>
    /// <returns>The objects, and the resource version to watch from.</returns>
    (IReadOnlyList<JsonElement> Items, long Version) List(ApiResource resource, string? ns = null);

    /// <summary>Every change of a kind's objects after a version, as it happens, until cancelled; none costs nothing.</summary>
    /// <exception cref="StatusException">Expired: the version is no longer known, or the reader was too slow. List again.</exception>
    IAsyncEnumerable<WatchEvent> WatchAsync(ApiResource resource, string? ns, long version, CancellationToken cancellationToken);

    /// <summary>Makes an object.</summary>
    /// <param name="resource">The kind.</param>
    /// <param name="ns">The namespace; empty for a kind of the whole cluster.</param>
    /// <param name="value">The whole object; its <c>status</c> is dropped where the kind has a status of its own.</param>
    /// <param name="options">How.</param>
    /// <exception cref="StatusException">It is there already, has no name, or its namespace is not there.</exception>
    JsonElement Create(ApiResource resource, string ns, JsonObject value, WriteOptions? options = null);

    /// <summary>
    /// Changes an object. A <c>resourceVersion</c> or <c>uid</c> in the answer of <paramref name="change"/> must be the object's own.
    /// </summary>
    /// <param name="resource">The kind.</param>
    /// <param name="ns">The namespace; empty for a kind of the whole cluster.</param>
    /// <param name="name">The object.</param>
    /// <param name="change">Given a copy of the object, which it may keep and change; answers how it shall be.</param>
    /// <param name="options">How, and which part.</param>
    /// <returns>The object as it is now; the same version as before when nothing changed.</returns>
    /// <exception cref="StatusException">It is not there, or was changed by somebody else meanwhile.</exception>
    JsonElement Update(ApiResource resource, string ns, string name, Func<JsonObject, JsonObject> change, WriteOptions? options = null);

    /// <summary>Deletes an object, at once or, where it has a grace period or finalizers, by a mark that others act upon.</summary>
    /// <exception cref="StatusException">It is not there or is not the one meant.</exception>
    Deletion Delete(ApiResource resource, string ns, string name, DeleteOptions? options = null);
}
