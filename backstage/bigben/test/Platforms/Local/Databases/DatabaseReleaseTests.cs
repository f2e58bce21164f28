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
}
