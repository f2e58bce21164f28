using System.Net.Http.Json;
using BigBen.ServiceDefaults.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BigBen.Examples.Users.Tests.Database;

[Collection(WithDatabases.Name)]
[Trait("Category", "Integration")]
public class MigrationTests(DatabaseFixture databases)
{
    [Theory]
    [Engine(DatabaseSettings.MySql)]
    [Engine(DatabaseSettings.Postgres)]
    public async Task They_are_applied_once(string engine)
    {
        await using var provider = Provider(await databases.EmptyDatabaseAsync(engine));

        await MigrationProgram.ApplyAsync(provider, CancellationToken.None);
        await MigrationProgram.ApplyAsync(provider, CancellationToken.None);

        await using var scope = provider.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<UsersContext>();
        (await context.Database.GetPendingMigrationsAsync()).ShouldBeEmpty();
        (await context.Users.CountAsync()).ShouldBe(0);
    }

    [Theory]
    [Engine(DatabaseSettings.MySql)]
    [Engine(DatabaseSettings.Postgres)]
    public async Task In_development_the_service_applies_them_itself(string engine)
    {
        await using var service = await RunningService.StartAsync(
            Service.Build,
            [.. await databases.EmptyDatabaseAsync(engine), "--SECRET_KEY=pepper", "--environment=Development"]);

        (await service.Public.GetFromJsonAsync<UserPage>("/users"))!.Total.ShouldBe(0);
    }

    [Theory]
    [InlineData(DatabaseSettings.MySql)]
    [InlineData(DatabaseSettings.Postgres)]
    public void They_are_those_of_the_model(string engine)
    {
        using var provider = Provider([$"--DB_ENGINE={engine}"]);
        using var scope = provider.CreateScope();
        var database = scope.ServiceProvider.GetRequiredService<UsersContext>().Database;

        database.GetMigrations().ShouldNotBeEmpty();
        database.HasPendingModelChanges().ShouldBeFalse(
            "dotnet build examples/users/src -t:DbMigrations -p:Migration=NAME adds what is missing");
    }

    private static ServiceProvider Provider(string[] settings)
    {
        var services = new ServiceCollection();
        DatabaseSettings.Read(new ConfigurationBuilder().AddCommandLine(settings).Build()).AddContext(services);
        return services.BuildServiceProvider();
    }
}
