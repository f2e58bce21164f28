using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace BigBen.Examples.Users.Database;

/// <summary>Makes the context for <c>dotnet ef migrations</c>, which needs no database.</summary>
internal sealed class MySqlDesign : IDesignTimeDbContextFactory<MySqlContext>
{
    public MySqlContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<MySqlContext>().UseMySql(DatabaseSettings.MySqlDialect).Options);
}

/// <summary>Makes the context for <c>dotnet ef migrations</c>, which needs no database.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresContext>
{
    public PostgresContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql().Options);
}
