using System.Net.Http.Json;
using BigBen.ServiceDefaults.Tests.Support;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BigBen.Examples.Passengers.Tests.Database;

[Collection(WithPostgres.Name)]
public class RehearsalTests(PostgresFixture postgres)
{
    private const string Columns =
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, ordinal_position";

    // A column is added by one version and used by the next, so that the one before works as well.
    private static readonly string[] Unused = [];

    [PostgresFact]
    public async Task What_a_rehearsal_asks_is_what_is_recorded_and_notices_each_column_that_is_gone()
    {
        await using var service = await postgres.StartServiceAsync();
        using var recorder = new RehearsalRecorder(service);
        await AskAsync(recorder);
        await recorder.ShouldBeCommittedAsync("examples/passengers");

        await using var database = await service.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var columns = await database.QueryAsync<(string Table, string Column)>(Columns);
        foreach (var (table, column) in columns.Where(column => !Unused.Contains(column.Column)))
        {
            await database.ExecuteAsync($"ALTER TABLE {table} RENAME COLUMN {column} TO gone");
            using var noticing = new RehearsalRecorder(service);
            await Should.ThrowAsync<HttpRequestException>(() => AskAsync(noticing), RehearsalRecorder.Unnoticed(table, column));
            await database.ExecuteAsync($"ALTER TABLE {table} RENAME COLUMN gone TO {column}");
        }
    }

    private static async Task AskAsync(RehearsalRecorder recorder)
    {
        var passenger = new PassengerInput(true, 1, $"Miss. Rose {recorder.Run}", "female", 0, 2, 71.2833m, 17);
        var client = recorder.Client;
        var added = await client.PostAsJsonAsync("/passengers", passenger);
        var path = added.Headers.Location!.OriginalString;
        await client.GetAsync("/passengers?limit=10");
        var found = await client.GetAsync(path);
        var match = ("If-Match", found.Headers.ETag!.ToString());
        var changed = await client.AskAsync(HttpMethod.Put, path, match, passenger with { Age = 101, Survived = false });
        await client.GetAsync(path);
        await client.AskAsync(HttpMethod.Delete, path, ("If-Match", changed.Headers.ETag!.ToString()));
    }
}
