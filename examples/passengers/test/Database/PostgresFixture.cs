using BigBen.ServiceDefaults.Tests.Support;
using BigBen.ServiceDefaults.Tests.Support.Databases;
using Npgsql;

namespace BigBen.Examples.Passengers.Tests.Database;

/// <summary>One PostgreSQL for all tests, each of which has a database of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly Lazy<TestServer> _server = new(() => TestServer.Start(ServerKind.Postgres));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server.IsValueCreated)
            await _server.Value.DisposeAsync();
    }

    internal async Task<NpgsqlDataSource> EmptyDatabaseAsync() => NpgsqlDataSource.Create(await ConnectionStringAsync());

    /// <summary>The service on an empty list of its own.</summary>
    internal async Task<RunningService> StartServiceAsync()
    {
        var connection = await ConnectionStringAsync();
        await using (var database = NpgsqlDataSource.Create(connection))
            await Seed.CreateTableAsync(database);
        return await RunningService.StartAsync(Service.Build, $"--ConnectionStrings:Database={connection}");
    }

    private Task<string> ConnectionStringAsync() => _server.Value.CreateDatabaseAsync(connection => new NpgsqlConnection(connection));
}

[CollectionDefinition(Name)]
public sealed class WithPostgres : ICollectionFixture<PostgresFixture>
{
    public const string Name = "PostgreSQL";
}
