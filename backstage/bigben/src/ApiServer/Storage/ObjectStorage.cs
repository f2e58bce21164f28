using System.Text.Encodings.Web;

namespace BigBen.ApiServer.Storage;

/// <summary>
/// Objects with one line of versions: reads are of a snapshot in memory, writes are one at a time and on disk before anybody sees them, and
/// the last writes can be followed from any of their versions. Knows nothing of what the objects mean.
/// </summary>
internal sealed class ObjectStorage : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _writing = new();
    private readonly ObjectDatabase _database;
    private readonly int _history;
    private volatile Revision _oldest;
    private volatile Revision _current;

    private ObjectStorage(ObjectDatabase database, int history)
    {
        var (objects, version) = database.Load();
        _database = database;
        _history = history;
        _oldest = _current = Revision.Start(version, objects);
    }

    /// <summary>The newest revision.</summary>
    public Revision Current => _current;

    /// <summary>Opens what is kept in a file.</summary>
    /// <param name="path">The file; made when it is not there.</param>
    /// <param name="history">How many of the last writes can be followed and read back.</param>
    /// <exception cref="PlatformException">The file cannot be had.</exception>
    public static ObjectStorage Open(string path, int history) => new(ObjectDatabase.Open(path), history);

    /// <summary>The revision of a version.</summary>
    /// <exception cref="VersionOutOfRangeException">It is no longer kept, or there is none yet.</exception>
    public Revision At(long version)
    {
        var revision = _oldest;
        if (version < revision.Version || version > _current.Version)
            throw new VersionOutOfRangeException(version, revision.Version, _current.Version);
        while (revision.Version < version)
            revision = revision.Following;
        return revision;
    }

    /// <summary>
    /// Writes one object. No other write happens meanwhile, so what <paramref name="change"/> is given is still true when it answers.
    /// </summary>
    /// <param name="key">Which.</param>
    /// <param name="change">Given the object as it is (null: there is none) and says how it shall be; null removes it. The version is put
    /// in here; the very same object is not a write. What it throws comes out, and nothing is written.</param>
    /// <returns>The object as written; as it last was, when it was removed.</returns>
    /// <exception cref="PlatformException">The disk refuses.</exception>
    public StoredObject Write(ObjectKey key, Func<StoredObject?, JsonObject?> change)
    {
        lock (_writing)
        {
            var before = _current.Find(key);
            var version = _current.Version + 1;
            var value = change(before);
            if (value is not null && before is not null && JsonNode.DeepEquals(value, JsonObject.Create(before.Value)))
                return before;
            return Commit(value is not null ? Put(key, version, before, value) : Remove(before ?? throw NothingToRemove(key), version));
        }
    }

    /// <summary>The revision after another, as soon as there is one. Waiting for it costs nothing.</summary>
    /// <param name="revision">The other one.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="clock">Tells when that is over.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there was none for so long.</returns>
    /// <exception cref="VersionOutOfRangeException">The reader was too slow: what comes next is no longer kept.</exception>
    public async Task<Revision?> NextAsync(Revision revision, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            var next = await revision.Next.WaitAsync(patience, clock, cancellationToken);
            return next.Version >= _oldest.Version
                ? next
                : throw new VersionOutOfRangeException(next.Version, _oldest.Version, _current.Version);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public void Dispose() => _database.Dispose();

    private static InvalidOperationException NothingToRemove(ObjectKey key) => new($"'{key}' cannot be removed: it is not there");

    private Change Put(ObjectKey key, long version, StoredObject? before, JsonObject value)
    {
        StoredObject.SetVersion(value, version);
        var bytes = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(value, Json);
        _database.Put(key, version, bytes);
        return new Change(before, new StoredObject(key, version, JsonElement.Parse(bytes)), Removed: false);
    }

    private Change Remove(StoredObject before, long version)
    {
        _database.Remove(before.Key, version);
        return new Change(before, before.At(version), Removed: true);
    }

    private StoredObject Commit(Change change)
    {
        var previous = _current;
        _current = previous.After(change);
        previous.Publish(_current);
        if (_current.Version - _oldest.Version > _history)
            _oldest = _oldest.Following;
        return change.After;
    }
}
