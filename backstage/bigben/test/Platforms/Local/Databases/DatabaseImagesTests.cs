using System.Diagnostics;
using BigBen.ApiServer.Resources;
using BigBen.Platforms.Local.Databases;
using BigBen.Tests.Git;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.Platforms.Local.Databases;

/// <summary>Databases by the names of their official images, with real servers.</summary>
public sealed class DatabaseImagesTests : IDisposable
{
    private const string PostgresEnvironment =
        "{ name: POSTGRES_USER, value: app }, { name: POSTGRES_PASSWORD, value: 'it''s a \\ $ecret' }, "
        + "{ name: POSTGRES_DB, value: orders }, { name: PGDATA, value: /var/lib/postgresql/data/pgdata }";

    private const string MySqlEnvironment =
        "{ name: MYSQL_USER, value: app }, { name: MYSQL_PASSWORD, value: 'it''s a \\ $ecret' }, { name: MYSQL_DATABASE, value: or_ders }, "
        + "{ name: MYSQL_ROOT_PASSWORD, value: root }";

    private readonly TempFolder _temp = new();

    public DatabaseImagesTests() => Directory.CreateDirectory(_temp["data"]);

    public void Dispose() => _temp.Dispose();

    [DatabaseFact("postgres")]
    public async Task Rows_of_PostgreSQL_survive_the_death_of_the_server_and_the_next_kubelet_and_a_backup_is_restored()
    {
        var pod = DatabasePod.Yaml(
            "docker.io/library/postgres:15.4",
            5432,
            _temp["data"],
            "/var/lib/postgresql/data",
            PostgresEnvironment,
            "[pg_isready, -h, 127.0.0.1, -U, app, -d, orders]");
        using var other = Process.Start("sleep", "600");
        var directory = TestNode.NewDirectory();
        var node = await TestNode.StartAsync(options => DatabasePod.WithDatabases(options, "postgres"), directory);
        try
        {
            node.Apply(pod);
            await node.ReadyAsync(DatabasePod.Name);
            await SqlAsync(node, "CREATE TABLE rows (text text); INSERT INTO rows VALUES ('kept 🙂')");

            await DatabasePod.KillServerAsync(node, _temp["data/pgdata/postmaster.pid"]);

            (await SqlAsync(node, "SELECT text FROM rows")).ShouldBe("kept 🙂");
            await DatabasePod.ExecAsync(
                node,
                "export PGPASSWORD=\"$POSTGRES_PASSWORD\"; pg_dump -U app -Fc orders -f \"$TMPDIR/dump\" && createdb -U app fresh "
                + "&& pg_restore -U app -d fresh \"$TMPDIR/dump\"");
            (await SqlAsync(node, "SELECT text FROM rows", "fresh")).ShouldBe("kept 🙂");
            await DatabasePod.ExecAsync(node, "! PGPASSWORD=wrong psql -U app orders -c 'SELECT 1'");

            node.Delete(DatabasePod.Name);
            await node.GoneAsync(DatabasePod.Name);
            File.Exists(_temp["data/pgdata/postmaster.pid"]).ShouldBeFalse("the server was not ended in good order");
            await node.CloseAsync();
            // A killed server leaves its number behind, which is another program's by then; that of its own parent would do no harm.
            await File.WriteAllTextAsync(_temp["data/pgdata/postmaster.pid"], $"{other.Id}\n");
            node = await TestNode.StartAsync(options => DatabasePod.WithDatabases(options, "postgres"), directory);
            node.Apply(pod);
            await node.ReadyAsync(DatabasePod.Name);
            (await SqlAsync(node, "SELECT text FROM rows")).ShouldBe("kept 🙂");
        }
        finally
        {
            other.Kill();
            await node.DisposeAsync();
        }
    }

    [DatabaseFact("mysql")]
    public async Task Rows_of_MySQL_survive_the_death_of_the_server_and_a_backup_is_restored_by_MariaDB_which_says_who_it_is()
    {
        await using var node = await TestNode.StartAsync(options => DatabasePod.WithDatabases(options, "mysql"));
        node.Apply(DatabasePod.Yaml(
            "mysql:8.4", 3306, _temp["data"], "/var/lib/mysql", MySqlEnvironment, "[sh, -c, 'mysqladmin ping -h 127.0.0.1 -u app']"));
        await node.ReadyAsync(DatabasePod.Name);
        const string client = "export MYSQL_PWD=\"$MYSQL_PASSWORD\"; mysql --default-character-set=utf8mb4 -N -u app or_ders";
        await DatabasePod.ExecAsync(node, $"{client} -e \"CREATE TABLE kept (text varchar(20)); INSERT INTO kept VALUES ('kept 🙂')\"");

        await DatabasePod.KillServerAsync(node, _temp["data/mariadbd.pid"]);

        (await DatabasePod.ExecAsync(node, $"{client} -e 'SELECT text FROM kept'")).ShouldBe("kept 🙂");
        await DatabasePod.ExecAsync(
            node,
            "export MYSQL_PWD=\"$MYSQL_ROOT_PASSWORD\"; mysqldump -h 127.0.0.1 --single-transaction -u root or_ders >\"$TMPDIR/dump\" "
            + "&& mysql -u root -e 'CREATE DATABASE fresh' && mysql -u root fresh <\"$TMPDIR/dump\"");
        (await DatabasePod.ExecAsync(
            node, "MYSQL_PWD=$MYSQL_ROOT_PASSWORD mysql --default-character-set=utf8mb4 -N -u root fresh -e 'SELECT text FROM kept'"))
            .ShouldBe("kept 🙂");
        // A new server lets anybody in as root; none of that may be left.
        await DatabasePod.ExecAsync(node, "! MYSQL_PWD= mysql -u root -e 'SELECT 1'");
        node.Happened(DatabasePod.Name, "StandIn", "stands in for the image mysql:8.4").ShouldBeTrue();
    }

    [DatabaseFact("postgres")]
    public async Task A_database_without_a_password_says_what_is_missing()
    {
        await using var node = await TestNode.StartAsync(options => DatabasePod.WithDatabases(options, "postgres"));

        node.Apply(DatabasePod.Yaml("postgres", 5432, _temp["data"], "/var/lib/postgresql/data", "", "[pg_isready]"));

        await node.UntilAsync(() => node.Container(DatabasePod.Name)
            .TextAt("lastState", "terminated", "message")?.Contains("set POSTGRES_PASSWORD", StringComparison.Ordinal) is true);
    }

    [Fact]
    public async Task A_machine_without_a_server_says_how_to_get_one()
    {
        await using var node = await TestNode.StartAsync(options =>
            options with { Images = new DatabaseImages(options.Images, _temp["tools"], [_temp["data"]]) });

        node.Apply(DatabasePod.Yaml("mysql:8", 3306, _temp["data"], "/var/lib/mysql", "", "[\"true\"]"));

        await node.UntilAsync(() => node.Waits(DatabasePod.Name) == "ImagePullBackOff");
        node.Container(DatabasePod.Name).TextAt("state", "waiting", "message")!.ShouldContain("apt install mariadb-server");
    }

    [Theory]
    [InlineData("postgres", "PostgreSQL latest")]
    [InlineData("registry.example:5000/mirror/postgres:16-alpine@sha256:0", "PostgreSQL 16-alpine")]
    [InlineData("mysql:8.4", "MariaDB 8.4")]
    [InlineData("bigben-postgres:v1", null)]
    [InlineData("postgres/exporter:v1", null)]
    public void An_image_is_a_database_by_its_name(string reference, string? expected) =>
        (DatabaseEngine.Find(reference) is var (engine, _, tag) ? $"{engine.Name} {tag}" : null).ShouldBe(expected);

    private static Task<string> SqlAsync(TestNode node, string sql, string database = "orders") => DatabasePod.ExecAsync(
        node, $"PGPASSWORD=\"$POSTGRES_PASSWORD\" psql -v ON_ERROR_STOP=1 -U app -d {database} -tAc \"{sql}\"");
}
