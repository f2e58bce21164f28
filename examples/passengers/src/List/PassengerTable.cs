using Dapper;
using Npgsql;

namespace BigBen.Examples.Passengers.List;

/// <summary>The list, in PostgreSQL. Each call takes a connection out of the pool and gives it back.</summary>
internal sealed class PassengerTable(NpgsqlDataSource database)
{
    private const string Columns = """
        uuid AS "Uuid", survived AS "Survived", passenger_class AS "PassengerClass", name AS "Name", sex AS "Sex", age AS "Age",
        siblings_or_spouses_aboard AS "SiblingsOrSpousesAboard", parents_or_children_aboard AS "ParentsOrChildrenAboard", fare AS "Fare",
        version AS "Version"
        """;

    // One statement reads the version and writes the next: nobody comes in between.
    private const string Chosen = "uuid = @uuid AND (@versions::integer[] IS NULL OR version = ANY(@versions))";

    /// <summary>A part of the list, by name.</summary>
    public async Task<IReadOnlyList<Passenger>> ListAsync(int limit, int offset, CancellationToken cancellationToken) =>
        [.. await AskAsync(
            $"SELECT {Columns} FROM passengers ORDER BY name, uuid LIMIT @limit OFFSET @offset", new { limit, offset }, cancellationToken)];

    /// <summary>One of them; null for nobody.</summary>
    public async Task<Passenger?> FindAsync(Guid uuid, CancellationToken cancellationToken) =>
        (await AskAsync($"SELECT {Columns} FROM passengers WHERE uuid = @uuid", new { uuid }, cancellationToken)).SingleOrDefault();

    /// <summary>Adds one.</summary>
    public async Task<Passenger> AddAsync(PassengerInput passenger, CancellationToken cancellationToken) =>
        (await AskAsync(
            $"""
            INSERT INTO passengers (
              survived, passenger_class, name, sex, age, siblings_or_spouses_aboard, parents_or_children_aboard, fare)
            VALUES (
              @Survived, @PassengerClass, @Name, @Sex, @Age, @SiblingsOrSpousesAboard, @ParentsOrChildrenAboard, @Fare)
            RETURNING {Columns}
            """,
            passenger,
            cancellationToken)).Single();

    /// <summary>Writes one anew.</summary>
    /// <param name="uuid">Which one.</param>
    /// <param name="passenger">What it is to be.</param>
    /// <param name="versions">The versions that may be overwritten; null for any.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What it is now; null where there is none of these versions.</returns>
    public async Task<Passenger?> ReplaceAsync(
        Guid uuid, PassengerInput passenger, IReadOnlyList<int>? versions, CancellationToken cancellationToken)
    {
        // Of one type, which Dapper reads by code that it makes once.
        var parameters = new
        {
            uuid,
            versions = versions?.ToArray(),
            passenger.Survived,
            passenger.PassengerClass,
            passenger.Name,
            passenger.Sex,
            passenger.Age,
            passenger.SiblingsOrSpousesAboard,
            passenger.ParentsOrChildrenAboard,
            passenger.Fare,
        };
        var rows = await AskAsync(
            $"""
            UPDATE passengers SET
              survived = @Survived, passenger_class = @PassengerClass, name = @Name, sex = @Sex, age = @Age,
              siblings_or_spouses_aboard = @SiblingsOrSpousesAboard, parents_or_children_aboard = @ParentsOrChildrenAboard, fare = @Fare,
              version = version + 1
            WHERE {Chosen}
            RETURNING {Columns}
            """,
            parameters,
            cancellationToken);
        return rows.SingleOrDefault();
    }

    /// <summary>Takes one out.</summary>
    /// <returns>Whether there was one of these versions; null is any.</returns>
    public async Task<bool> RemoveAsync(Guid uuid, IReadOnlyList<int>? versions, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            $"DELETE FROM passengers WHERE {Chosen}",
            new { uuid, versions = versions?.ToArray() },
            cancellationToken: cancellationToken)) > 0;
    }

    private async Task<IEnumerable<Passenger>> AskAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QueryAsync<Passenger>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}
