using BigBen.ServiceDefaults.Databases;
using BigBen.ServiceDefaults.Settings;
using Npgsql;

namespace BigBen.Examples.Passengers.Database;

/// <summary>
/// The program as the job that makes the table and fills it: <c>seed</c> with the list that it has, <c>seed FILE</c> with another of the
/// same columns.
/// </summary>
internal static class SeedProgram
{
    public const string Verb = "seed";

    /// <summary>Waits for the database, and fills it.</summary>
    /// <param name="files">The rest of the command line.</param>
    /// <returns>The exit code: 0 when all of the list is there; else 1, with one sentence on standard error.</returns>
    public static async Task<int> RunAsync(string[] files)
    {
        if (files.Length > 1)
            return Fail("Give one list: seed passengers.csv");
        try
        {
            await using var database = DatabaseSettings.Open(new ConfigurationBuilder().AddEnvironmentVariables().Build());
            using var list = files is [var file] ? new StreamReader(file) : Seed.Resource("passengers.csv");
            await DatabaseWait.UntilAsync(async token => await (await database.OpenConnectionAsync(token)).DisposeAsync());
            Console.WriteLine($"{await Seed.FillAsync(database, list)} passengers added.");
            return 0;
        }
        catch (Exception e) when (e is SettingException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            return Fail(e.Message);
        }
        catch (PostgresException e)
        {
            return Fail($"The list cannot be read: {e.MessageText}{(e.Where is { } where ? $" ({where.Split('\n')[0]})" : "")}.");
        }
    }

    private static int Fail(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 1;
    }
}
