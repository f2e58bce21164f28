using System.Diagnostics;

namespace BigBen.Tests.Platforms.Local.Databases;

/// <summary>What people do with charts/app/charts/database, on the local platform with real servers.</summary>
public class DatabaseReleaseTests
{
    [DatabaseFact("postgres")]
    public async Task Rows_of_PostgreSQL_survive_the_death_of_the_server_and_the_next_platform_and_the_charts_backup_is_restored()
    {
        const string kept = "[ \"$(psql -tAc 'SELECT text FROM kept')\" = 'kept 🙂' ]";
        using var other = Process.Start("sleep", "600");
        await using var release = await DatabaseRelease.StartAsync("postgres");
        try
        {
            await release.RunAsync("psql -v ON_ERROR_STOP=1 -c \"CREATE TABLE kept (text text); INSERT INTO kept VALUES ('kept 🙂')\"");

            await release.KillServerAsync("postmaster.pid");

            await release.RunAsync($"{kept}; createdb fresh; ! PGPASSWORD=wrong psql -c 'SELECT 1'");
            await release.RestoreAsync(await release.BackUpAsync(), "fresh");
            await release.RunAsync($"export PGDATABASE=fresh; {kept}");

            var pidFile = release.FileOf("postmaster.pid");
            await release.Platform.StartAnewAsync(async () =>
            {
                File.Exists(pidFile).ShouldBeFalse("the server was not ended in good order");
                // A killed server leaves its number behind, which is another program's by then; that of its own parent would do no harm.
                await File.WriteAllTextAsync(pidFile, $"{other.Id}\n");
            });
            await release.ReadyAsync();
            await release.RunAsync(kept);
        }
        finally
        {
            other.Kill();
        }
    }

    [DatabaseFact("mysql")]
    public async Task Rows_of_MySQL_survive_the_death_of_the_server_and_the_charts_backup_is_restored_by_MariaDB_which_says_who_it_is()
    {
        const string client = "mysql --default-character-set=utf8mb4 -N -u";
        const string kept = "-e 'SELECT text FROM kept')\" = 'kept 🙂' ]";
        await using var release = await DatabaseRelease.StartAsync("mysql");
        await release.RunAsync(
            $"{client} app or_ders -e \"CREATE TABLE kept (text varchar(20)); INSERT INTO kept VALUES ('kept 🙂'); "
            + "CREATE TRIGGER t BEFORE INSERT ON kept FOR EACH ROW SET NEW.text = 't'; CREATE EVENT e ON SCHEDULE EVERY 1 YEAR DO DO 1\"");

        await release.KillServerAsync("mariadbd.pid");

        // A new server lets anybody in as root; none of that may be left.
        await release.RunAsync(
            $"[ \"$({client} app or_ders {kept}; if MYSQL_PWD= {client} root -e 'SELECT 1'; then exit 9; fi; "
            + $"MYSQL_PWD=root {client} root -e \"CREATE DATABASE fresh; GRANT ALL ON fresh.* TO app\"");
        await release.RestoreAsync(await release.BackUpAsync(), "fresh");
        await release.RunAsync($"[ \"$({client} app fresh {kept}; [ -n \"$({client} app fresh -e 'SHOW EVENTS')\" ]");
        release.Happened("StandIn", "stands in for the image mysql:8.4").ShouldBeTrue();
    }

    [DatabaseFact("postgres")]
    public async Task A_restored_dump_of_PostgreSQL_is_all_that_is_there_afterwards_and_one_that_is_cut_short_changes_nothing()
    {
        const string state = """
            [ "$(psql -tAc "SELECT (SELECT string_agg(text, ',') FROM kept), to_regclass('newer'), to_regnamespace('later'),
              (SELECT count(*) FROM pg_largeobject_metadata), has_table_privilege('reader', 'kept', 'SELECT'),
              (SELECT nspowner::regrole || ' ' || nspacl::text FROM pg_namespace WHERE nspname = 'public')")" =
            """;
        const string rights = "|pg_database_owner {pg_database_owner=UC/pg_database_owner,=U/pg_database_owner}";
        await using var release = await DatabaseRelease.StartAsync("postgres");
        await release.RunAsync("""
            psql -v ON_ERROR_STOP=1 -c "CREATE ROLE reader; CREATE SCHEMA own; CREATE TABLE kept (id int PRIMARY KEY, text text);
              CREATE TABLE own.tags (kept int REFERENCES kept); INSERT INTO kept VALUES (1, 'kept'); INSERT INTO own.tags VALUES (1);
              GRANT SELECT ON kept TO reader; SELECT lo_create(0)"
            """);
        var dump = await release.BackUpAsync();
        await release.RunAsync("""
            psql -v ON_ERROR_STOP=1 -c "CREATE TABLE newer (kept int REFERENCES kept); INSERT INTO newer VALUES (1); CREATE SCHEMA later;
              CREATE VIEW later.texts AS SELECT text FROM kept; UPDATE kept SET text = 'changed'; REVOKE SELECT ON kept FROM reader;
              SELECT lo_create(0)"
            """);

        (await release.RestoreCutAsync(dump, "or_ders")).ShouldContain("could not read from input file");
        await release.RunAsync($"{state} 'changed|newer|later|2|f{rights}' ]");
        await release.RestoreAsync(dump, "or_ders");

        await release.RunAsync($"{state} 'kept|||1|t{rights}' ]; [ \"$(psql -tAc 'SELECT kept FROM own.tags')\" = 1 ]");
    }

    [DatabaseFact("mysql")]
    public async Task A_restored_dump_of_MySQL_is_all_that_is_there_afterwards_and_one_that_is_cut_short_changes_nothing()
    {
        const string client = "mysql -N -u app or_ders -e";
        const string state = $"""
            [ "$({client} "SELECT group_concat(text) FROM kept; SHOW TABLES; SELECT @@collation_database" | xargs)" =
            """;
        await using var release = await DatabaseRelease.StartAsync("mysql");
        await release.RunAsync($"""
            {client} "ALTER DATABASE or_ders COLLATE utf8mb4_bin; CREATE TABLE kept (id int PRIMARY KEY, text varchar(20));
              INSERT INTO kept VALUES (1, 'kept')"
            """);
        var dump = await release.BackUpAsync();
        await release.RunAsync($"""
            {client} "CREATE TABLE newer (kept int, FOREIGN KEY (kept) REFERENCES kept (id)); INSERT INTO newer VALUES (1);
              UPDATE kept SET text = 'changed'"
            """);

        (await release.RestoreCutAsync(dump, "or_ders")).ShouldContain("cut is not a complete dump; the database is unchanged");
        await release.RunAsync($"{state} 'changed kept newer utf8mb4_bin' ]");
        await release.RestoreAsync(dump, "or_ders");

        await release.RunAsync($"{state} 'kept kept utf8mb4_bin' ]");
    }
}
