using System.Data.Common;
using BigBen.ServiceDefaults.Tests.Support.Databases;
using MySqlConnector;

namespace BigBen.Bench.Examples;

/// <summary>The users, in MariaDB.</summary>
internal sealed class UserDatabase() : ExampleDatabase(ServerKind.MariaDb, "--innodb-flush-log-at-trx-commit=0", "--skip-log-bin")
{
    protected override string Verb => "migrate";

    public override IReadOnlyDictionary<string, string?> Variables(string connectionString)
    {
        var read = new MySqlConnectionStringBuilder(connectionString);
        return new Dictionary<string, string?>
        {
            ["MYSQL_SERVICE_HOST"] = read.Server,
            ["MYSQL_SERVICE_PORT"] = $"{read.Port}",
            ["db_name"] = read.Database,
            ["db_user"] = read.UserID,
            ["db_password"] = read.Password,
        };
    }

    protected override DbConnection Connect(string connectionString) => new MySqlConnection(connectionString);

    protected override string[] Fill(int rows) =>
    [
        "TRUNCATE users",
        $"""
        INSERT INTO users (Id, Name, Email, PasswordHash, Version)
        SELECT seq, concat('Ada Lovelace ', seq), concat('user', seq, '@example.org'), repeat('x', 90), 1 FROM seq_1_to_{rows}
        """,
        "ANALYZE TABLE users",
    ];
}
