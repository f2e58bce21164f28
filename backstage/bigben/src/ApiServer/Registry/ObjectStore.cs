using System.Runtime.CompilerServices;
using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;

namespace BigBen.ApiServer.Registry;

/// <summary>Kubernetes' rules of writing over a <see cref="ObjectStorage"/> that knows none.</summary>
/// <param name="storage">Where the objects are.</param>
/// <param name="clock">Tells when something was made or deleted.</param>
internal sealed class ObjectStore(ObjectStorage storage, TimeProvider clock) : IObjectStore
{
    /// <summary>The objects at the newest version.</summary>
    public Revision Current => storage.Current;

    /// <summary>The objects at a version.</summary>
    /// <exception cref="StatusException">Expired, or still to come.</exception>
    public Revision At(long version)
    {
        try
        {
            return storage.At(version);
        }
        catch (VersionOutOfRangeException e)
        {
            throw OutOfRange(e);
        }
    }

    /// <summary>The objects at a version; null when they are no longer known.</summary>
    public Revision? Find(long version)
    {
        try
        {
            return storage.At(version);
        }
        catch (VersionOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>The revision after another; null when there was none for a while.</summary>
    /// <exception cref="StatusException">Expired: the reader was too slow.</exception>
    public async Task<Revision?> NextAsync(Revision revision, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.NextAsync(revision, patience, clock, cancellationToken);
        }
        catch (VersionOutOfRangeException e)
        {
            throw OutOfRange(e);
        }
    }

    public JsonElement? Find(ApiResource resource, string ns, string name) => storage.Current.Find(Key(resource, ns, name))?.Value;

    public (IReadOnlyList<JsonElement> Items, long Version) List(ApiResource resource, string? ns = null)
    {
        var current = storage.Current;
        return ([.. current.List(resource.GroupResource, ns).Select(stored => stored.Value)], current.Version);
    }

    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        ApiResource resource, string? ns, long version, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var revision = At(version); ;)
        {
            revision = (await NextAsync(revision, Timeout.InfiniteTimeSpan, cancellationToken))!;
            var change = revision.Change!;
            if (change.After.Key.Resource == resource.GroupResource && (ns is null || change.After.Key.Namespace == ns))
                yield return WatchEvent.Of(change, _ => true)!;
        }
    }

    public JsonElement Create(ApiResource resource, string ns, JsonObject value, WriteOptions? options = null)
    {
        options ??= new WriteOptions();
        Creation.Prepare(resource, ns, value, clock.GetUtcNow(), options);
        var name = ObjectMeta.Text(value, "name");
        return Write(Key(resource, ns, name), options.DryRun, before =>
        {
            var there = CheckNamespace(resource, ns, name);
            if (options.Validation is not null && there is { } found)
            {
                PodSecurityAdmission.Check(resource, name, value, found);
                TerminalAdmission.Check(resource, name, value);
            }

            PodCapacity.CheckReplicas(resource, name, null, value, Objects("nodes"));
            if (before is not null)
                throw Failures.AlreadyExists(resource, name);
            if (resource.GroupResource == "pods")
                PodCapacity.CheckPod(resource, name, Objects("nodes"), Objects("pods"));
            if (resource.GroupResource == "services")
                ServiceAddress.Allocate(value, storage.Current);
            if (resource.GroupResource == "persistentvolumeclaims")
                DefaultStorageClass.Settle(value, Objects("storageclasses.storage.k8s.io"));
            return value;
        });
    }

    public JsonElement Update(
        ApiResource resource, string ns, string name, Func<JsonObject, JsonObject> change, WriteOptions? options = null) =>
        Write(Key(resource, ns, name), options?.DryRun is true, before =>
        {
            var old = before?.Value ?? throw Failures.NotFound(resource, name);
            var after =
                Modification.Apply(resource, old, change(JsonObject.Create(old)!.DeepClone().AsObject()), options ?? new WriteOptions());
            if (after is not null && options?.Subresource is null or "" or "scale")
                PodCapacity.CheckReplicas(resource, name, old, after, Objects("nodes"));
            if (after is not null && options?.Subresource is null or "")
                ClaimResize.Check(resource, old, after, Objects("storageclasses.storage.k8s.io"));
            if (after is not null && resource.GroupResource == "services")
                ServiceAddress.Allocate(after, storage.Current);
            return after;
        });

    public Deletion Delete(ApiResource resource, string ns, string name, DeleteOptions? options = null)
    {
        options ??= new DeleteOptions();
        if (resource.GroupResource == "namespaces" && SystemNamespaces.Contains(name))
            throw Failures.Forbidden(resource, name, "this namespace may not be deleted");
        var gone = false;
        var value = Write(Key(resource, ns, name), options.DryRun, before =>
        {
            var old = before?.Value ?? throw Failures.NotFound(resource, name);
            CheckPreconditions(resource, name, old, options);
            var marked = JsonObject.Create(old)!.DeepClone().AsObject();
            gone = Termination.Start(resource, marked, options, clock.GetUtcNow());
            return gone ? null : marked;
        });
        return new Deletion(value, gone);
    }

    private static ObjectKey Key(ApiResource resource, string ns, string name) => new(resource.GroupResource, ns, name);

    private static StatusException OutOfRange(VersionOutOfRangeException e) =>
        e.Expired ? Failures.Expired(e.Version, e.Oldest) : Failures.TooLargeVersion(e.Version, e.Newest);

    private static void CheckPreconditions(ApiResource resource, string name, JsonElement old, DeleteOptions options)
    {
        if (options.Uid is { } uid && uid != old.Text("uid"))
        {
            throw Failures.Precondition(
                resource,
                name,
                $"the UID in the precondition ({uid}) does not match the UID in record ({old.Text("uid")}). "
                + "The object might have been deleted and then recreated");
        }

        if (options.ResourceVersion is { } version && version != old.Text("resourceVersion"))
        {
            throw Failures.Precondition(
                resource,
                name,
                $"the ResourceVersion in the precondition ({version}) does not match "
                + $"the ResourceVersion in record ({old.Text("resourceVersion")})");
        }
    }

    private IEnumerable<JsonElement> Objects(string resource) =>
        storage.Current.List(resource, null).Select(stored => stored.Value);

    private JsonElement? CheckNamespace(ApiResource resource, string ns, string name)
    {
        if (!resource.Namespaced)
            return null;
        var found = storage.Current.Find(new ObjectKey("namespaces", "", ns))?.Value ?? throw Failures.NamespaceNotFound(ns);
        if (found.Text("deletionTimestamp").Length > 0)
        {
            throw Failures.Forbidden(
                resource, name, $"unable to create new content in namespace {ns} because it is being terminated");
        }

        return found;
    }

    private JsonElement Write(ObjectKey key, bool dryRun, Func<StoredObject?, JsonObject?> change)
    {
        if (!dryRun)
            return storage.Write(key, change).Value;
        var before = storage.Current.Find(key);
        return change(before) is { } after ? JsonSerializer.SerializeToElement<JsonNode>(after) : before!.Value;
    }
}
