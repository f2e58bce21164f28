using BigBen.ApiServer.Resources;
using BigBen.Platforms.Local.Databases;
using BigBen.Tests.Git;
using BigBen.Tests.Kubelet;

namespace BigBen.Tests.Platforms.Local.Databases;

/// <summary>Databases by the names of their official images, with real servers.</summary>
public sealed class DatabaseImagesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public DatabaseImagesTests() => Directory.CreateDirectory(_temp["data"]);

    public void Dispose() => _temp.Dispose();

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
}
