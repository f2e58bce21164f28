using BigBen.ServiceDefaults.Databases;
using BigBen.ServiceDefaults.Settings;
using Microsoft.EntityFrameworkCore;

namespace BigBen.Examples.Users.Database;

/// <summary>Brings the database's tables to what the program needs: <c>migrate</c>, as a job before the new pods.</summary>
internal static class MigrationProgram
{
    public const string Verb = "migrate";

    /// <summary>Waits for the database, and applies what it does not have yet.</summary>
    /// <returns>The exit code: 0 when all is applied; else 1, with one sentence on standard error.</returns>
    public static async Task<int> RunAsync()
    {
        try
        {
            var services = new ServiceCollection();
            DatabaseSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build()).AddContext(services);
            await using var provider = services.BuildServiceProvider();
            await ApplyAsync(provider, CancellationToken.None);
            return 0;
        }
        catch (Exception e) when (e is SettingException or TimeoutException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    /// <summary>Waits for the database, and applies what it does not have yet.</summary>
    /// <exception cref="TimeoutException">There is no database.</exception>
    public static async Task ApplyAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<UsersContext>().Database;
        await DatabaseWait.UntilAsync(
            async token =>
            {
                await database.OpenConnectionAsync(token);
                await database.CloseConnectionAsync();
            },
            cancellationToken: cancellationToken);
        await database.MigrateAsync(cancellationToken);
    }
}

/// <summary>In development the program does it itself, before it listens.</summary>
internal sealed class MigrationAtStart(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => MigrationProgram.ApplyAsync(services, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
