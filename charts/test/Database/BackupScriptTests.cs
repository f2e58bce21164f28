using BigBen.Foundation;
using BigBen.Manifests.Helm;
using BigBen.Tests.Foundation.Processes;

namespace BigBen.Charts.Tests.Database;

/// <summary>
/// The script of the backups, run by this machine's shell. Only the database's clients are stand-ins: they write more than a file may have
/// (<c>ulimit -f</c>) as long as there are as many dumps as the volume has room for, or do not reach the server.
/// </summary>
public sealed class BackupScriptTests : IDisposable
{
    private const string Old = "20200101T021500Z.dump";
    private const string Newer = "20200102T021500Z.dump";
    private const string Newest = "20200103T021500Z.dump";

    private const string Client = """
        #!/bin/sh
        file=/dev/stdout
        for word; do case $word in --file=*) file=${word#--file=} ;; --list) exit 0 ;; esac; done
        [ -z "$UNREACHABLE" ] || exit 2
        if [ "$(ls "$MOUNT_BACKUP" | grep -c 'dump$')" -ge "$ROOM" ]; then exec head -c 1000000 /dev/zero >"$file"; fi
        echo "-- Dump completed" >"$file"
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("big-ben-backup-");
    private readonly string _volume;
    private readonly string _programs;

    public BackupScriptTests()
    {
        _volume = _folder.CreateSubdirectory("volume").FullName;
        _programs = _folder.CreateSubdirectory("bin").FullName;
        foreach (var client in new[] { "pg_dump", "pg_restore", "mysqldump" })
            TestProgram.Write(Path.Combine(_programs, client), $"{Client}\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("postgres")]
    [InlineData("mysql")]
    public async Task The_newest_dumps_stay(string engine)
    {
        Have(Old, Newer, Newest);

        var run = await RunAsync(engine, keep: 2);

        run.ExitCode.ShouldBe(0, run.Error);
        Files().ShouldBe([Newest, Path.GetFileName(run.Output.Trim())]);
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("mysql")]
    public async Task In_a_full_volume_the_oldest_dump_gives_way_to_the_new_one(string engine)
    {
        Have(Old, Newer, Newest);

        var run = await RunAsync(engine, room: 3);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain($"The volume is full: {Old} was deleted");
        Files().ShouldBe([Newer, Newest, Path.GetFileName(run.Output.Trim())]);
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("mysql")]
    public async Task The_newest_dump_never_gives_way_and_what_was_written_in_vain_goes(string engine)
    {
        Have(Newest);

        var run = await RunAsync(engine, room: 0);

        run.ExitCode.ShouldNotBe(0);
        Files().ShouldBe([Newest]);
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("mysql")]
    public async Task No_dump_gives_way_when_the_server_is_not_reached(string engine)
    {
        Have(Old, Newer, Newest);

        var run = await RunAsync(engine, unreachable: true);

        run.ExitCode.ShouldNotBe(0);
        Files().ShouldBe([Old, Newer, Newest]);
    }

    [Fact]
    public async Task What_a_killed_run_left_goes_and_what_another_one_writes_stays()
    {
        const string other = "20200104T021500Z.dump.part";
        Have($"{Old}.part", other);
        File.SetLastWriteTimeUtc(Path.Combine(_volume, $"{Old}.part"), DateTime.UtcNow.AddDays(-1));

        var run = await RunAsync("postgres");

        run.ExitCode.ShouldBe(0, run.Error);
        Files().ShouldBe([other, Path.GetFileName(run.Output.Trim())]);
    }

    private void Have(params string[] files)
    {
        foreach (var file in files)
            File.WriteAllText(Path.Combine(_volume, file), "dump");
    }

    private IEnumerable<string?> Files() => Directory.GetFiles(_volume).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private async Task<CommandResult> RunAsync(string engine, int keep = 7, int? room = null, bool unreachable = false)
    {
        using var files = new RealHelm.ValueFiles([$"{DatabaseChartTests.Secret}engine: {engine}\n"]);
        var rendered = await RealHelm.TemplateAsync(
            new HelmTemplate("orders-db", Repository.DatabaseChart, "developer") { ValueFiles = files.Paths });
        var script = rendered.One("CronJob").At("spec", "jobTemplate", "spec", "template", "spec").Containers().Single()
            .Text("command", "2");
        return await new Command("sh", "-c", room is null ? script : $"ulimit -f 100\n{script}")
        {
            Environment = new Dictionary<string, string?>
            {
                ["PATH"] = $"{_programs}:{Environment.GetEnvironmentVariable("PATH")}",
                ["MOUNT_BACKUP"] = _volume,
                ["KEEP"] = $"{keep}",
                ["ROOM"] = $"{room ?? 100}",
                ["UNREACHABLE"] = unreachable ? "true" : "",
                ["MYSQL_HOST"] = "h",
                ["MYSQL_USER"] = "u",
                ["MYSQL_DATABASE"] = "d",
            },
        }.RunAsync();
    }
}
