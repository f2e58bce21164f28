using Microsoft.EntityFrameworkCore;

namespace BigBen.Examples.Users.Database;

/// <summary>In PostgreSQL.</summary>
internal sealed class PostgresContext(DbContextOptions<PostgresContext> options) : UsersContext(options)
{
    private const string ReplaceStatement = $"""
        UPDATE users SET
          "Name" = @name, "Email" = @email, "PasswordHash" = COALESCE(@hash, "PasswordHash"), "Version" = "Version" + 1
        WHERE {Chosen}
        RETURNING "Version"
        """;

    /// <inheritdoc/>
    public override Task<int?> ReplaceUserAsync(
        int id, int? version, string name, string email, string? hash, CancellationToken cancellationToken) => RunAsync(
        ReplaceStatement,
        [("id", id), ("version", version), ("name", name), ("email", email), ("hash", hash)],
        async command => (int?)await command.ExecuteScalarAsync(cancellationToken),
        cancellationToken);
}
