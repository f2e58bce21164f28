using BigBen.Foundation;
using BigBen.Manifests.Helm;
using BigBen.Tests.Foundation.Processes;

namespace BigBen.Charts.Tests.Database;

/// <summary>
/// The script of the restores, run by this machine's shell, as by Jobs that are made again. Only the database's clients are stand-ins: they
/// note that they were called, and fail where there is no dump.
/// </summary>
public sealed class RestoreScriptTests : IDisposable
{
    private const string Dump = "20200101T021500Z.dump";

    private const string Client = """
        #!/bin/sh
        [ -e "$MOUNT_BACKUP/$FILE" ] || exit 2
        echo "$0" >>"$CALLS"
        [ "$(basename "$0")" != psql ] || cat >/dev/null
        case "$*" in *"SHOW CREATE"*) printf 'd\tCREATE DATABASE d\n' ;; esac
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("big-ben-restore-");
    private readonly string _volume;
    private readonly string _programs;

    public RestoreScriptTests()
    {
        _volume = _folder.CreateSubdirectory("volume").FullName;
        _programs = _folder.CreateSubdirectory("bin").FullName;
        foreach (var client in new[] { "psql", "pg_restore", "mysql" })
            TestProgram.Write(Path.Combine(_programs, client), $"{Client}\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("engine: postgres\n")]
    [InlineData("engine: mysql\n")]
    [InlineData(DatabaseChartTests.Cluster)]
    public async Task A_dump_is_restored_once_though_its_Job_is_made_again(string values)
    {
        Have(Dump);
        (await RunAsync(values)).ExitCode.ShouldBe(0);
        Calls().ShouldNotBeEmpty();

        var again = await RunAsync(values);

        (again.ExitCode, Calls()).ShouldBe((0, []));
        again.Output.ShouldContain($"{Dump} was restored before, so the database stays as it is. To restore it again, set restore.again");
        File.Delete(Path.Combine(_volume, Dump));
        (await RunAsync(values)).ExitCode.ShouldBe(0, "also when the dump is gone");
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("mysql")]
    public async Task It_is_restored_again_with_another_text_and_then_for_neither_of_them(string engine)
    {
        Have(Dump);
        await RunAsync($"engine: {engine}\n");
        Calls();

        (await RunAsync($"engine: {engine}\n", "2020-01-02")).ExitCode.ShouldBe(0);

        Calls().ShouldNotBeEmpty();
        await RunAsync($"engine: {engine}\n", "2020-01-02");
        await RunAsync($"engine: {engine}\n");
        Calls().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("mysql")]
    public async Task A_restore_that_failed_is_tried_again(string engine)
    {
        (await RunAsync($"engine: {engine}\n")).ExitCode.ShouldNotBe(0);
        Directory.GetFiles(_volume).ShouldBeEmpty();

        Have(Dump);
        (await RunAsync($"engine: {engine}\n")).ExitCode.ShouldBe(0);

        Calls().ShouldNotBeEmpty();
    }

    private void Have(string file) => File.WriteAllText(Path.Combine(_volume, file), "-- Dump completed\n");

    // Those since the last time.
    private string[] Calls()
    {
        var log = Path.Combine(_folder.FullName, "calls");
        if (!File.Exists(log))
            return [];
        var calls = File.ReadAllLines(log);
        File.Delete(log);
        return calls;
    }

    private async Task<CommandResult> RunAsync(string values, string again = "")
    {
        using var files = new RealHelm.ValueFiles(
            [$"{DatabaseChartTests.Secret}{values}restore: {{file: {Dump}, again: \"{again}\"}}\n"]);
        var rendered = await RealHelm.TemplateAsync(
            new HelmTemplate("orders-db", Repository.DatabaseChart, "developer") { ValueFiles = files.Paths });
        var container = rendered.One("Job").At("spec", "template", "spec").Containers().Single();
        return await new Command("sh", "-c", container.Text("command", "2"))
        {
            Environment = new Dictionary<string, string?>
            {
                ["PATH"] = $"{_programs}:{Environment.GetEnvironmentVariable("PATH")}",
                ["MOUNT_BACKUP"] = _volume,
                ["TMPDIR"] = _folder.FullName,
                ["CALLS"] = Path.Combine(_folder.FullName, "calls"),
                ["FILE"] = container.At("env").Items().Single(variable => variable.Text("name") == "FILE").Text("value"),
                ["ONCE"] = container.At("env").Items().Single(variable => variable.Text("name") == "ONCE").Text("value"),
                ["MYSQL_HOST"] = "h",
                ["MYSQL_USER"] = "u",
                ["MYSQL_DATABASE"] = "d",
            },
        }.RunAsync();
    }
}
