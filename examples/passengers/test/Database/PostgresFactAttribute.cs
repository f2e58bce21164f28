using BigBen.ServiceDefaults.Tests.Support.Databases;

namespace BigBen.Examples.Passengers.Tests.Database;

/// <summary>A test with a real PostgreSQL; it is skipped, and says so, where this machine has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = ServerKind.Postgres.WhyNot;
}
