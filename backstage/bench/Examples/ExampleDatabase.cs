using System.Data.Common;
using BigBen.ServiceDefaults.Tests.Support.Databases;

namespace BigBen.Bench.Examples;

/// <summary>
/// A database server on the load's core, as if on another machine. It waits for no disk: the services are measured, and not that.
/// </summary>
/// <param name="kind">Which server.</param>
/// <param name="options">What makes it not wait.</param>
internal abstract class ExampleDatabase(ServerKind kind, params string[] options)
{
    /// <summary>Why it cannot be used; null where it can.</summary>
    public string? WhyNot => kind.WhyNot;

    /// <summary>Starts the server.</summary>
    public TestServer Start() => TestServer.Start(kind, ["taskset", "-c", Load.Core], options);

    /// <summary>Makes a database with the tables that the example makes.</summary>
    /// <param name="server">Where.</param>
    /// <param name="program">The example.</param>
    /// <param name="settings">The example's other settings.</param>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateAsync(TestServer server, string program, IReadOnlyDictionary<string, string?> settings)
    {
        var connection = await server.CreateDatabaseAsync(Connect);
        await Tool.RunAsync("dotnet", [program, Verb], new Dictionary<string, string?>([.. settings, .. Variables(connection)]));
        return connection;
    }

    /// <summary>Empties the table, and fills it with so many rows, numbered from 1.</summary>
    public async Task FillAsync(string connectionString, int rows)
    {
        await using var connection = Connect(connectionString);
        await connection.OpenAsync();
        foreach (var sql in Fill(rows))
        {
            await using var command = connection.CreateCommand();
            (command.CommandText, command.CommandTimeout) = (sql, 60);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>What tells both programs where it is.</summary>
    public abstract IReadOnlyDictionary<string, string?> Variables(string connectionString);

    /// <summary>What the example makes its tables by.</summary>
    protected abstract string Verb { get; }

    /// <summary>The driver's connection.</summary>
    protected abstract DbConnection Connect(string connectionString);

    /// <summary>The statements that empty and fill the table.</summary>
    protected abstract string[] Fill(int rows);
}
