using Dapper;
using Npgsql;

namespace BigBen.Examples.Passengers.Database;

/// <summary>Makes the table, and fills it from a list: what is there already stays as it is.</summary>
internal static class Seed
{
    // Several may run at once, one for each pod of a job that is tried again.
    private const string Lock = "SELECT pg_advisory_xact_lock(hashtext('passengers'))";

    private const string List = """
        CREATE TEMP TABLE list (
          survived integer, class integer, name text, sex text, age numeric, siblings integer, parents integer, fare numeric
        ) ON COMMIT DROP
        """;

    // The same passenger has the same UUID whenever and wherever the list is read.
    private const string Insert = """
        INSERT INTO passengers (
          uuid, survived, passenger_class, name, sex, age, siblings_or_spouses_aboard, parents_or_children_aboard, fare)
        SELECT md5(concat_ws('|', class, name, sex, age, fare))::uuid, survived = 1, class, name, sex, age, siblings, parents, fare
        FROM list
        ON CONFLICT (uuid) DO NOTHING
        """;

    /// <summary>Makes the table where there is none.</summary>
    /// <param name="database">The database.</param>
    /// <param name="cancellationToken">Gives up; then nothing is made.</param>
    public static Task CreateTableAsync(NpgsqlDataSource database, CancellationToken cancellationToken = default) =>
        InTransactionAsync(database, _ => Task.FromResult(0), cancellationToken);

    /// <summary>Makes the table and adds the passengers of a list: all that are not there yet, or, if a line is wrong, none.</summary>
    /// <param name="database">The database.</param>
    /// <param name="list">
    /// CSV with a header and the columns of the public list: survived (0 or 1), class, name, sex, age (may be empty), siblings or spouses
    /// aboard, parents or children aboard, fare.
    /// </param>
    /// <param name="cancellationToken">Gives up; then nothing is added.</param>
    /// <returns>How many were added.</returns>
    /// <exception cref="PostgresException">A line cannot be read; the exception's <c>Where</c> has its number.</exception>
    public static Task<int> FillAsync(NpgsqlDataSource database, TextReader list, CancellationToken cancellationToken = default) =>
        InTransactionAsync(
            database,
            async connection =>
            {
                await connection.ExecuteAsync(List);
                await using (var copy = await connection.BeginTextImportAsync(
                    "COPY list FROM STDIN (FORMAT csv, HEADER true)", cancellationToken))
                    await copy.WriteAsync((await list.ReadToEndAsync(cancellationToken)).AsMemory(), cancellationToken);
                return await connection.ExecuteAsync(Insert);
            },
            cancellationToken);

    /// <summary>A file that is part of the program.</summary>
    public static TextReader Resource(string name) => new StreamReader(typeof(Seed).Assembly.GetManifestResourceStream(name)!);

    private static async Task<int> InTransactionAsync(
        NpgsqlDataSource database, Func<NpgsqlConnection, Task<int>> change, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(Lock);
        using var schema = Resource("schema.sql");
        await connection.ExecuteAsync(await schema.ReadToEndAsync(cancellationToken));
        var changed = await change(connection);
        await transaction.CommitAsync(cancellationToken);
        return changed;
    }
}
