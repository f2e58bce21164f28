using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace BigBen.Examples.Users.Database;

/// <summary>
/// The table of users. Each engine has a context of its own, since each has migrations of its own. The statements for a single row, which
/// most requests are for, are written out: a compiled query makes delegates and data of events anew each time, which a busy pod notices.
/// </summary>
internal abstract class UsersContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Which user, and of which version: of any where that is null.</summary>
    protected const string Chosen = """
        "Id" = @id AND "Version" = COALESCE(@version, "Version")
        """;

    private const string FindStatement = """SELECT "Id", "Name", "Email", "Version" FROM users WHERE "Id" = @id""";
    private const string RemoveStatement = $"DELETE FROM users WHERE {Chosen}";

    /// <summary>The users.</summary>
    public DbSet<User> Users => Set<User>();

    /// <summary>One user by id; null for nobody.</summary>
    public Task<UserAnswer?> FindUserAsync(int id, CancellationToken cancellationToken) => RunAsync(
        FindStatement,
        [("id", id)],
        async command =>
        {
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            return await row.ReadAsync(cancellationToken)
                ? new UserAnswer(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetInt32(3))
                : null;
        },
        cancellationToken);

    /// <summary>
    /// Writes the user of an id and a version anew, of any version where that is null; a password's hash that is null leaves the old one.
    /// </summary>
    /// <returns>The new version; null where there is no such user.</returns>
    /// <exception cref="DbException">Somebody else has the address, or the database does not answer.</exception>
    public abstract Task<int?> ReplaceUserAsync(
        int id, int? version, string name, string email, string? hash, CancellationToken cancellationToken);

    /// <summary>Takes out the user of an id and a version, of any version where that is null.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> RemoveUserAsync(int id, int? version, CancellationToken cancellationToken) => RunAsync(
        RemoveStatement,
        [("id", id), ("version", version)],
        async command => await command.ExecuteNonQueryAsync(cancellationToken) > 0,
        cancellationToken);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var user = modelBuilder.Entity<User>().ToTable("users");
        user.Property(one => one.Name).HasMaxLength(100);
        user.Property(one => one.Email).HasMaxLength(254);
        user.Property(one => one.PasswordHash).HasMaxLength(200);
        user.HasIndex(one => one.Email).IsUnique();
    }

    /// <summary>Runs one statement.</summary>
    /// <param name="sql">The statement, with the names of columns in double quotes.</param>
    /// <param name="parameters">Its parameters, by their names.</param>
    /// <param name="run">Has it run, and reads what comes of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    protected async Task<T> RunAsync<T>(
        string sql, (string Name, object? Value)[] parameters, Func<DbCommand, Task<T>> run, CancellationToken cancellationToken)
    {
        await Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
                command.Parameters.Add(parameter);
            }

            await PrepareAsync(command, cancellationToken);
            return await run(command);
        }
        finally
        {
            await Database.CloseConnectionAsync();
        }
    }

    /// <summary>Makes a statement ready to run, where the driver does not by itself.</summary>
    protected virtual Task PrepareAsync(DbCommand command, CancellationToken cancellationToken) => Task.CompletedTask;
}
