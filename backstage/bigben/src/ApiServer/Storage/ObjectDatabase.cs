using Microsoft.Data.Sqlite;

namespace BigBen.ApiServer.Storage;

/// <summary>
/// The objects on disk: a table in SQLite. Every write is a transaction in the write-ahead log and is with the operating system when the
/// call returns, so it outlives this process however that ends. The disk itself is waited for at checkpoints only
/// (<c>synchronous=NORMAL</c>): a power cut may take the last writes, never the consistency of what was before them.
/// </summary>
internal sealed class ObjectDatabase : IDisposable
{
    private const string Schema =
        """
        BEGIN EXCLUSIVE;
        CREATE TABLE IF NOT EXISTS objects(
            resource TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, value BLOB NOT NULL,
            PRIMARY KEY(resource, namespace, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS removed(id INTEGER PRIMARY KEY CHECK(id = 1), version INTEGER NOT NULL);
        COMMIT;
        """;

    private const string PutText =
        """
        INSERT INTO objects(resource, namespace, name, version, value) VALUES($resource, $namespace, $name, $version, $value)
        ON CONFLICT DO UPDATE SET version = excluded.version, value = excluded.value
        """;

    private const string RemoveText = "DELETE FROM objects WHERE resource = $resource AND namespace = $namespace AND name = $name";

    private const string RemovedText =
        "INSERT INTO removed(id, version) VALUES(1, $version) ON CONFLICT DO UPDATE SET version = excluded.version";

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _remove;
    private readonly SqliteCommand _removed;

    private ObjectDatabase(SqliteConnection connection)
    {
        _connection = connection;
        _put = Prepare(PutText, "$resource", "$namespace", "$name", "$version", "$value");
        _remove = Prepare(RemoveText, "$resource", "$namespace", "$name");
        _removed = Prepare(RemovedText, "$version");
    }

    /// <summary>Opens the file, or makes it; its folder is made too.</summary>
    /// <param name="path">The database's file; a log is kept beside it.</param>
    /// <exception cref="PlatformException">It cannot be opened, is not a database, or another process has it.</exception>
    public static ObjectDatabase Open(string path)
    {
        MakePrivate(path);
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            // One by one: a statement that answers rows hides the failure of those after it in the same command.
            foreach (var text in (string[])
                     ["PRAGMA locking_mode = EXCLUSIVE", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", Schema])
            {
                using var command = connection.CreateCommand();
                command.CommandText = text;
                command.ExecuteNonQuery();
            }

            return new ObjectDatabase(connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new PlatformException(
                $"The objects in '{path}' cannot be opened: {e.Message.TrimEnd('.')}. Stop whoever has the file open, or move it away.", e);
        }
    }

    /// <summary>Everything kept, and the highest version ever written: that of a removed object counts.</summary>
    public (IReadOnlyList<StoredObject> Objects, long Version) Load()
    {
        using var select = _connection.CreateCommand();
        select.CommandText = "SELECT resource, namespace, name, version, value FROM objects";
        var objects = new List<StoredObject>();
        using (var row = select.ExecuteReader())
        {
            while (row.Read())
            {
                var key = new ObjectKey(row.GetString(0), row.GetString(1), row.GetString(2));
                objects.Add(new StoredObject(key, row.GetInt64(3), JsonElement.Parse(row.GetFieldValue<byte[]>(4))));
            }
        }

        select.CommandText = "SELECT coalesce(max(version), 0) FROM removed";
        return (objects, objects.Select(stored => stored.Version).Append((long)select.ExecuteScalar()!).Max());
    }

    /// <summary>Writes an object, in place of the one that stood there.</summary>
    /// <param name="key">Where.</param>
    /// <param name="version">Its version.</param>
    /// <param name="json">The whole object as UTF-8.</param>
    /// <exception cref="PlatformException">The disk refuses.</exception>
    public void Put(ObjectKey key, long version, byte[] json) =>
        Execute(key, () => Run(_put, key.Resource, key.Namespace, key.Name, version, json));

    /// <summary>Removes an object.</summary>
    /// <exception cref="PlatformException">The disk refuses.</exception>
    public void Remove(ObjectKey key, long version) => Execute(key, () =>
    {
        using var transaction = _connection.BeginTransaction();
        _remove.Transaction = _removed.Transaction = transaction;
        Run(_remove, key.Resource, key.Namespace, key.Name);
        Run(_removed, version);
        transaction.Commit();
    });

    public void Dispose()
    {
        _put.Dispose();
        _remove.Dispose();
        _removed.Dispose();
        _connection.Dispose();
    }

    // Secrets are in it. SQLite gives a log that it makes the rights of the file itself; older ones were made with the umask's.
    private static void MakePrivate(string path)
    {
        try
        {
            StateFolder.MakePrivate(Path.GetDirectoryName(Path.GetFullPath(path))!);
            // Never opened where it is there: closing it would give up the locks that a connection of this process has on it.
            if (!File.Exists(path))
                File.Create(path).Dispose();
            foreach (var file in new[] { path, $"{path}-wal", $"{path}-shm" }.Where(File.Exists))
            {
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"The objects in '{path}' cannot be opened: {e.Message.TrimEnd('.')}. Fix the rights there.", e);
        }
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }

    private static void Execute(ObjectKey key, Action write)
    {
        try
        {
            write();
        }
        catch (SqliteException e)
        {
            throw new PlatformException(
                $"'{key}' cannot be written: {e.Message.TrimEnd('.')}. Free some space or fix the state folder's rights.", e);
        }
    }

    private SqliteCommand Prepare(string text, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }
}
