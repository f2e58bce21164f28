using BigBen.Foundation;
using BigBen.Pipeline.Records;
using BigBen.Tests.Git;
using BigBen.Tests.Verbs.Rendering;

namespace BigBen.Tests.Verbs.Export;

/// <summary>The verb as a person runs it: a process in a clone with the real charts.</summary>
public sealed class ExportVerbTests : IAsyncLifetime
{
    private readonly ChartClone _clone = new();
    private readonly TempFolder _temp = new();

    public async Task InitializeAsync()
    {
        await _clone.CreateAsync();
        var digest = $"sha256:{new string('1', 64)}";
        var record = new EnvironmentFile("production", new Dictionary<string, ServiceRecord>
        {
            ["service-a"] = new(await _clone.Clone.HeadAsync(), "v1.0.0", digest),
        });
        await _clone.Clone.CommitAsync("Release v1.0.0", (EnvironmentFile.PathOf("production"), $"{record}"));
    }

    public Task DisposeAsync()
    {
        _clone.Dispose();
        _temp.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_file_is_standard_output_or_the_one_that_is_named_and_what_is_missing_is_told()
    {
        var printed = await ExportAsync("compose", "service-a");
        var written = await ExportAsync("compose", "service-a", "--output", _temp["compose.yaml"]);
        var fresh = await ExportAsync("compose", "service-a", "--output", _temp["compose.yaml"], "--check");
        File.AppendAllText(_temp["compose.yaml"], "# edited\n");
        var stale = await ExportAsync("compose", "service-a", "--output", _temp["compose.yaml"], "--check");

        printed.ExitCode.ShouldBe(0, printed.Error);
        printed.Output.ShouldStartWith("# service-a of production at ");
        printed.Error.ShouldContain("compose cannot express:\n");
        printed.Error.ShouldContain("  NetworkPolicy service-a\n");
        (written.ExitCode, written.Output).ShouldBe((0, "docker compose --file compose.yaml up --detach --wait\n"));
        (fresh.ExitCode, fresh.Output, fresh.Error).ShouldBe((0, "", ""));
        stale.ExitCode.ShouldBe(1);
        stale.Error.ShouldStartWith($"big-ben.sh: '{_temp["compose.yaml"]}' is stale: ");
    }

    [Fact]
    public async Task A_folder_is_named_is_empty_and_what_has_no_record_is_refused_in_a_sentence()
    {
        var nowhere = await ExportAsync("kustomize", "service-a");
        var first = await ExportAsync("kustomize", "service-a", "--output", _temp["out"]);
        var again = await ExportAsync("kustomize", "service-a", "--output", _temp["out"]);
        File.WriteAllText(_temp["out/base/old.yaml"], "");
        var stale = await ExportAsync("kustomize", "service-a", "--output", _temp["out"], "--check");
        var unrecorded = await ExportAsync("manifest", "service-b");
        var unknown = await ExportAsync("heroku", "service-a");

        (nowhere.ExitCode, first.ExitCode, again.ExitCode, stale.ExitCode, unrecorded.ExitCode, unknown.ExitCode)
            .ShouldBe((2, 0, 1, 1, 1, 2), first.Error);
        nowhere.Error.ShouldContain("--output is needed: which folder is meant.");
        again.Error.ShouldContain($"The folder '{_temp["out"]}' is not empty");
        stale.Error.ShouldContain("old.yaml' is stale");
        unrecorded.Error.ShouldContain("'service-b' is not recorded in 'production'");
        unrecorded.Error.ShouldContain("where there is service-a");
        unknown.Error.ShouldContain("<target> is one of manifest, kustomize,");
    }

    private Task<CommandResult> ExportAsync(string target, string service, params string[] more) =>
        _clone.BigBenAsync(["export", target, service, "production", "--registry", "ghcr.io/owner", .. more]);
}
