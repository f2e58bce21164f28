using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using BigBen.ServiceDefaults.Databases;

namespace BigBen.ServiceDefaults.Tests.Support.Databases;

/// <summary>A database server of this machine, on a free loopback port, in a folder of its own that goes with it.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private const string Password = "of-a-test";

    // What the standard input is for: it ends with the tests, even where they are killed, and the server with it.
    private const string UntilTheTestsEnd = """
        "$@" >"$TMPDIR/server.log" 2>&1 & server=$!
        cat >/dev/null
        kill -TERM $server; kill -QUIT $server
        wait $server
        """;

    private readonly ServerKind _kind;
    private readonly Process _process;
    private readonly string _folder = Directory.CreateTempSubdirectory("database-").FullName;
    private readonly int _port = FreePort.Next();
    private int _databases;

    private TestServer(ServerKind kind, string root, string[] under, string[] options)
    {
        _kind = kind;
        var script = Path.Combine(Repository.Root, "backstage/bigben/src/Platforms/Local/Databases", kind.Script);
        string[] arguments = ["-c", UntilTheTestsEnd, "sh", .. under, "sh", script, .. options];
        var start = new ProcessStartInfo("/bin/sh", arguments) { RedirectStandardInput = true };
        var environment = start.Environment;
        environment["PATH"] = string.Join(Path.PathSeparator, [.. ServerKind.Folders(root), environment["PATH"]]);
        var libraries = Path.Combine(root, "lib");
        if (root != "/usr" && Directory.Exists(libraries))
            environment["LD_LIBRARY_PATH"] = string.Join(':', [.. Directory.EnumerateDirectories(libraries, "*-linux-gnu"), libraries]);
        environment["TMPDIR"] = _folder;
        environment["DATABASE_BASEDIR"] = root;
        environment["PGDATA"] = environment["MYSQL_DATADIR"] = Path.Combine(_folder, "data");
        environment["PGPORT"] = environment["MYSQL_TCP_PORT"] = _port.ToString(CultureInfo.InvariantCulture);
        environment["POSTGRES_PASSWORD"] = environment["MYSQL_ROOT_PASSWORD"] = Password;
        environment["POSTGRES_INITDB_ARGS"] = "--no-sync";
        _process = Process.Start(start)!;
    }

    /// <summary>The process that the server is below.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts one.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="under">The command that runs it, for example <c>taskset -c 1</c>; null for none.</param>
    /// <param name="options">The server's own.</param>
    public static TestServer Start(ServerKind kind, string[]? under = null, params string[] options) =>
        new(kind, kind.Root ?? throw new InvalidOperationException(kind.WhyNot), under ?? [], options);

    /// <summary>Makes an empty database, once the server serves.</summary>
    /// <param name="connect">The driver's connection by its connection string.</param>
    /// <returns>The connection string of the new database.</returns>
    public async Task<string> CreateDatabaseAsync(Func<string, DbConnection> connect)
    {
        await using var connection = connect(ConnectionString(_kind.First));
        try
        {
            await DatabaseWait.UntilAsync(connection.OpenAsync);
        }
        catch (TimeoutException e)
        {
            var log = await File.ReadAllTextAsync(Path.Combine(_folder, "server.log"));
            throw new InvalidOperationException($"{_kind.Name} does not serve: {e.Message}\n{log}", e);
        }

        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name}";
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string ConnectionString(string database) =>
        string.Format(CultureInfo.InvariantCulture, _kind.Connection, _port, Password, database);
}
