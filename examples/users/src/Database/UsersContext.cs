using Microsoft.EntityFrameworkCore;

namespace BigBen.Examples.Users.Database;

/// <summary>The table of users. Each engine has a context of its own below, since each has migrations of its own.</summary>
internal abstract class UsersContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>The users.</summary>
    public DbSet<User> Users => Set<User>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var user = modelBuilder.Entity<User>().ToTable("users");
        user.Property(one => one.Name).HasMaxLength(100);
        user.Property(one => one.Email).HasMaxLength(254);
        user.Property(one => one.PasswordHash).HasMaxLength(200);
        user.HasIndex(one => one.Email).IsUnique();
    }
}

/// <summary>In MySQL or MariaDB.</summary>
internal sealed class MySqlContext(DbContextOptions<MySqlContext> options) : UsersContext(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // By itself it takes letters with and without an accent for the same, and one emoji for any other.
        modelBuilder.Entity<User>().Property(one => one.Email).UseCollation("utf8mb4_bin");
    }
}

/// <summary>In PostgreSQL.</summary>
internal sealed class PostgresContext(DbContextOptions<PostgresContext> options) : UsersContext(options);
