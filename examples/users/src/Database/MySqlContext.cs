using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;

namespace BigBen.Examples.Users.Database;

/// <summary>In MySQL or MariaDB.</summary>
internal sealed class MySqlContext(DbContextOptions<MySqlContext> options) : UsersContext(options)
{
    // What LAST_INSERT_ID is given comes back with the answer: this engine's UPDATE returns no row.
    private const string ReplaceStatement = $"""
        UPDATE users SET
          "Name" = @name, "Email" = @email, "PasswordHash" = COALESCE(@hash, "PasswordHash"), "Version" = LAST_INSERT_ID("Version" + 1)
        WHERE {Chosen}
        """;

    /// <inheritdoc/>
    public override Task<int?> ReplaceUserAsync(
        int id, int? version, string name, string email, string? hash, CancellationToken cancellationToken) => RunAsync<int?>(
        ReplaceStatement,
        [("id", id), ("version", version), ("name", name), ("email", email), ("hash", hash)],
        async command => await command.ExecuteNonQueryAsync(cancellationToken) > 0 ? (int)((MySqlCommand)command).LastInsertedId : null,
        cancellationToken);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // By itself it takes letters with and without an accent for the same, and one emoji for any other.
        modelBuilder.Entity<User>().Property(one => one.Email).UseCollation("utf8mb4_bin");
    }

    /// <inheritdoc/>
    protected override Task PrepareAsync(DbCommand command, CancellationToken cancellationToken)
    {
        // To this engine what stands in double quotes is a text.
        command.CommandText = command.CommandText.Replace('"', '`');
        return command.PrepareAsync(cancellationToken);
    }
}
