using BigBen.Foundation;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;
using BigBen.Tests.Git;

namespace BigBen.Tests.Verbs.Remote;

/// <summary>What the nightly scan looks at: a process in a clone.</summary>
public sealed class ImagesVerbTests : IDisposable
{
    private static readonly string One = $"sha256:{new string('1', 64)}";
    private static readonly string Two = $"sha256:{new string('2', 64)}";
    private static readonly string Commit = new('a', 40);

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Every_recorded_digest_is_listed_once_with_where_it_runs()
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        await clone.CommitAsync("empty", ("README.md", "x"));
        var nothing = await ImagesAsync(clone, "--json");
        await clone.CommitAsync(
            "recorded",
            File(
                "developer",
                ("service-a", new ServiceRecord(Commit, "aaaaaaa", One)),
                ("service-b", new ServiceRecord(Commit, "bbbbbbb", Two))),
            File("production", ("service-a", new ServiceRecord("refs/tags/v1.0.0", "v1.0.0", One))));

        var list = await ImagesAsync(clone);
        var json = await ImagesAsync(clone, "--json");

        nothing.Output.ShouldBe("[]\n", nothing.Error);
        list.Output.ShouldBe(
            $"""
            ghcr.io/owner/bigben-service-a@{One} (aaaaaaa, v1.0.0: developer, production)
            ghcr.io/owner/bigben-service-b@{Two} (bbbbbbb: developer)

            """);
        json.Output.ShouldStartWith($$"""[{"service":"service-a","image":"ghcr.io/owner/bigben-service-a@{{One}}","tags":""");
        json.Output.Trim().ShouldNotContain('\n');
    }

    [Fact]
    public async Task Each_record_tells_its_revision_and_what_the_service_is_there()
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        var commit = await clone.CommitAsync(
            "values",
            (ServiceSource.ValuesFileOf("service-a", "developer"), "kind: worker\n"),
            (ServiceSource.ValuesFileOf("service-a", "production"), "replicas: 1\n"));
        await clone.GitAsync("tag", "v1.0.0");
        await clone.CommitAsync(
            "recorded",
            File(
                "developer",
                ("service-a", new ServiceRecord(commit, "aaaaaaa", One)),
                ("service-b", new ServiceRecord(Commit, "bbbbbbb", Two))),
            File("production", ("service-a", new ServiceRecord("refs/tags/v1.0.0", "v1.0.0", One))));

        var json = (await ImagesAsync(clone, "--json")).Output;

        json.ShouldContain(
            $$"""
            "recorded":[{"environment":"developer","revision":"{{commit}}","tag":"aaaaaaa","kind":"worker"},
            """.Trim());
        json.ShouldContain("""{"environment":"production","revision":"refs/tags/v1.0.0","tag":"v1.0.0","kind":"web"}""");
        json.ShouldContain($$"""[{"environment":"developer","revision":"{{Commit}}","tag":"bbbbbbb","kind":null}]""");
    }

    private static (string Path, string Text) File(string environment, params (string Service, ServiceRecord Record)[] services) =>
        (EnvironmentFile.PathOf(environment),
            $"{new EnvironmentFile(environment, services.ToDictionary(one => one.Service, one => one.Record))}");

    private static Task<CommandResult> ImagesAsync(TestClone clone, params string[] arguments) =>
        new Command(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "bigben.dll"), "images", "--registry", "ghcr.io/Owner", .. arguments])
        {
            WorkingDirectory = clone.Path,
            Environment = new Dictionary<string, string?> { ["BIGBEN_ROOT"] = clone.Path, ["BIGBEN_STATE"] = null },
        }.RunAsync(CancellationToken.None);
}
