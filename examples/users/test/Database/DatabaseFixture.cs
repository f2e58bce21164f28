using System.Data.Common;
using BigBen.ServiceDefaults.Tests.Support;
using BigBen.ServiceDefaults.Tests.Support.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BigBen.Examples.Users.Tests.Database;

/// <summary>One server of each engine for all tests, each of which has a database of its own.</summary>
public sealed class DatabaseFixture : IAsyncLifetime
{
    private readonly Dictionary<string, Lazy<TestServer>> _servers = new[] { DatabaseSettings.MySql, DatabaseSettings.Postgres }
        .ToDictionary(engine => engine, engine => new Lazy<TestServer>(() => TestServer.Start(EngineAttribute.KindOf(engine))));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var server in _servers.Values)
            if (server.IsValueCreated)
                await server.Value.DisposeAsync();
    }

    /// <summary>The settings of an empty database, as on the command line.</summary>
    internal async Task<string[]> EmptyDatabaseAsync(string engine)
    {
        var text = await _servers[engine].Value.CreateDatabaseAsync(connection => Connect(engine, connection));
        var made = new DbConnectionStringBuilder { ConnectionString = text };
        return
        [
            $"--DB_ENGINE={engine}", $"--{engine.ToUpperInvariant()}_SERVICE_PORT={made["Port"]}", $"--db_name={made["Database"]}",
            $"--db_user={made[engine == DatabaseSettings.MySql ? "User ID" : "Username"]}", $"--db_password={made["Password"]}",
        ];
    }

    /// <summary>The service on an empty table of its own.</summary>
    internal async Task<RunningService> StartServiceAsync(string engine)
    {
        var service = await RunningService.StartAsync(
            Service.Build, [.. await EmptyDatabaseAsync(engine), "--SECRET_KEY=pepper", "--PASSWORD_ITERATIONS=1000"]);
        await MigrationProgram.ApplyAsync(service.Services, CancellationToken.None);
        return service;
    }

    // The driver that Entity Framework has for the engine.
    private static DbConnection Connect(string engine, string connection)
    {
        var services = new ServiceCollection();
        new DatabaseSettings(engine, connection).AddContext(services);
        return services.BuildServiceProvider().CreateScope().ServiceProvider.GetRequiredService<UsersContext>().Database.GetDbConnection();
    }
}

[CollectionDefinition(Name)]
public sealed class WithDatabases : ICollectionFixture<DatabaseFixture>
{
    public const string Name = "Databases";
}
