using System.Net.Http.Json;
using BigBen.ServiceDefaults.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace BigBen.Examples.Users.Tests.Database;

[Collection(WithDatabases.Name)]
public class RehearsalTests(DatabaseFixture databases)
{
    [Theory]
    [Engine(DatabaseSettings.MySql)]
    [Engine(DatabaseSettings.Postgres)]
    public async Task What_a_rehearsal_asks_is_what_is_recorded_and_notices_each_column_that_is_gone(string engine)
    {
        await using var service = await databases.StartServiceAsync(engine);
        using var recorder = new RehearsalRecorder(service);
        await AskAsync(recorder);
        await recorder.ShouldBeCommittedAsync("examples/users");

        using var scope = service.Services.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<UsersContext>();
        var names = context.GetService<ISqlGenerationHelper>();
        foreach (var (table, column) in context.Model.GetEntityTypes().SelectMany(
            type => type.GetProperties().Select(property => (type.GetTableName()!, property.GetColumnName()))))
        {
            await RenameAsync(table, column, "gone");
            using var noticing = new RehearsalRecorder(service);
            await Should.ThrowAsync<HttpRequestException>(() => AskAsync(noticing), RehearsalRecorder.Unnoticed(table, column));
            await RenameAsync(table, "gone", column);
        }

        Task<int> RenameAsync(string table, string from, string to)
        {
            var sql = $"ALTER TABLE {names.DelimitIdentifier(table)} RENAME COLUMN {names.DelimitIdentifier(from)} "
                + $"TO {names.DelimitIdentifier(to)}";
            return context.Database.ExecuteSqlRawAsync(sql);
        }
    }

    private static async Task AskAsync(RehearsalRecorder recorder)
    {
        var user = new UserInput("Ada Lovelace", $"{recorder.Run}@example.org", "difference engine");
        var client = recorder.Client;
        var added = await client.PostAsJsonAsync("/users", user);
        var path = added.Headers.Location!.OriginalString;
        await client.GetAsync("/users?pageSize=10");
        var found = await client.GetAsync(path);
        var match = ("If-Match", found.Headers.ETag!.ToString());
        var changed = await client.AskAsync(HttpMethod.Put, path, match, user with { Name = "Countess of Lovelace" });
        await client.GetAsync(path);
        await client.AskAsync(HttpMethod.Delete, path, ("If-Match", changed.Headers.ETag!.ToString()));
    }
}
