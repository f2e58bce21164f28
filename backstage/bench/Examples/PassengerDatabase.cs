using System.Data.Common;
using BigBen.ServiceDefaults.Tests.Support.Databases;
using Npgsql;

namespace BigBen.Bench.Examples;

/// <summary>The passengers, in PostgreSQL.</summary>
internal sealed class PassengerDatabase() : ExampleDatabase(ServerKind.Postgres, "-c", "fsync=off", "-c", "synchronous_commit=off")
{
    protected override string Verb => "seed";

    public override IReadOnlyDictionary<string, string?> Variables(string connectionString)
    {
        var read = new NpgsqlConnectionStringBuilder(connectionString);
        return new Dictionary<string, string?>
        {
            ["ConnectionStrings__Database"] = connectionString,
            ["DATABASE"] = $"host={read.Host} port={read.Port} user={read.Username} password={read.Password} dbname={read.Database}",
        };
    }

    protected override DbConnection Connect(string connectionString) => new NpgsqlConnection(connectionString);

    protected override string[] Fill(int rows) =>
    [
        "TRUNCATE passengers",
        $"""
        INSERT INTO passengers
        SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
          n % 3 = 0, 1 + n % 3, 'Mr. Owen Harris ' || n, 'male', 22, 1, 0, 7.25, 1
        FROM generate_series(1, {rows}) n
        """,
        "VACUUM ANALYZE passengers",
    ];
}
