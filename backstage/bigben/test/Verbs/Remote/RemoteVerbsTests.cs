using System.Text.Json;
using BigBen.Foundation;
using BigBen.Pipeline.Records;
using BigBen.Tests.Git;
using BigBen.Tests.Images.Registry;
using BigBen.Tests.Pipeline.Remote;

namespace BigBen.Tests.Verbs.Remote;

/// <summary>The verbs as a workflow runs them: a process in a detached checkout, with its output and exit code.</summary>
public sealed class RemoteVerbsTests
{
    private static CancellationToken None => CancellationToken.None;

    [RegistryFact]
    public async Task From_a_commit_to_production_and_back_as_the_workflows_do_it()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        var commit = await fixture.PushAsync("one", ("app/service-a/src/Program.cs", "one"));
        await CheckoutAsync(fixture, commit);

        // affected → build → publish
        var affected = JsonDocument.Parse(
            await BigBenAsync(fixture, "affected", "--registry", fixture.Registry.Owner, "--unbuilt", "--json")).RootElement;
        affected.GetArrayLength().ShouldBe(2);
        foreach (var row in affected.EnumerateArray())
        {
            var (service, imageCommit) = (row.GetProperty("service").GetString()!, row.GetProperty("commit").GetString()!);
            row.GetProperty("repository").GetString().ShouldBe($"{fixture.Registry.Owner}/bigben-{service}");
            var (digest, _) = await fixture.Registry.PushIndexAsync(fixture.Images.RepositoryOf(service), imageCommit);
            (await BigBenAsync(fixture, "publish", service, digest, "--registry", fixture.Registry.Owner))
                .ShouldContain($":{imageCommit[..7]} is {digest}");
        }

        (await BigBenAsync(fixture, "affected", "--registry", fixture.Registry.Owner, "--unbuilt", "--json")).Trim().ShouldBe("[]");
        (await BigBenAsync(fixture, "affected", "--base", "HEAD", "--json")).Trim().ShouldBe("[]");
        (await BigBenAsync(fixture, "record", "--registry", fixture.Registry.Owner)).ShouldContain("service-a, service-b");
        (await BigBenAsync(fixture, "record", "--registry", fixture.Registry.Owner)).Trim().ShouldBe("Nothing to record.");

        // release, twice, then a newer one
        await fixture.TagAsync("v1.0.0", commit);
        var notes = fixture.Temp.Write("notes.md", "What is new.\n");
        var before = await fixture.HeadAsync();
        (await BigBenAsync(fixture, "promote", "v1.0.0", "--registry", fixture.Registry.Owner, "--dry-run", "--json", "--attested-by", ""))
            .ShouldBe("""{"version":"v1.0.0","needed":true}""" + "\n");
        (await fixture.HeadAsync()).ShouldBe(before);
        (await BigBenAsync(fixture, "promote", "v1.0.0", "--registry", fixture.Registry.Owner, "--notes", notes))
            .ShouldStartWith("v1.0.0 is recorded for production by ");
        (await BigBenAsync(fixture, "promote", "v1.0.0", "--prerelease=false", "--registry", fixture.Registry.Owner))
            .ShouldContain("nothing to do");
        (await BigBenAsync(fixture, "promote", "v1.0.0", "--registry", fixture.Registry.Owner, "--dry-run"))
            .ShouldBe("v1.0.0 is released already; nothing to do.\n");
        (await File.ReadAllTextAsync(notes)).ShouldContain((await fixture.FileAsync("developer")).Services["service-a"].Digest);
        await fixture.TagAsync("v1.1.0", await fixture.DeliverAsync("two", ("app/service-a/src/Program.cs", "two")));
        var release = JsonDocument.Parse(
            await BigBenAsync(fixture, "promote", "v1.1.0", "--registry", fixture.Registry.Owner, "--json")).RootElement;
        release.GetProperty("services").GetArrayLength().ShouldBe(2);

        // regret
        (await BigBenAsync(fixture, "rollback", "service-a", "production", "--remote", "origin", "--registry", fixture.Registry.Owner))
            .ShouldContain("service-a in production goes back from v1.1.0 to v1.0.0");
        var production = await fixture.FileAsync("production");
        (production.Services["service-a"].Tag, production.Services["service-b"].Tag).ShouldBe(("v1.0.0", "v1.1.0"));
    }

    [RegistryFact]
    public async Task Bad_input_is_one_sentence_with_an_exit_code_and_changes_nothing()
    {
        await using var fixture = await RemoteFixture.CreateAsync();
        var commit = await fixture.DeliverAsync("one", ("app/service-a/src/Program.cs", "one"));
        await CheckoutAsync(fixture, commit);
        await TestClone.OfAsync($"file://{fixture.Temp["server.git"]}", fixture.Temp["shallow"], "--depth=1");
        var head = await fixture.HeadAsync();
        var digest = (await fixture.FileAsync("developer")).Services["service-a"].Digest;
        string[] registry = ["--registry", fixture.Registry.Owner];

        await RefusedAsync(1, "has nothing to go back to", ["rollback", "service-a", "developer", "--remote", "origin", .. registry]);
        await RefusedAsync(
            1, "service-x does not run in developer", ["rollback", "service-x", "developer", "--remote", "origin", .. registry]);
        await RefusedAsync(2, "not 'staging'", ["rollback", "service-a", "staging", "--remote", "origin", .. registry]);
        await RefusedAsync(2, "--remote needs --registry", ["rollback", "service-a", "developer", "--remote", "origin"]);
        await RefusedAsync(1, "There is no service 'service-x'", ["publish", "service-x", digest, .. registry]);
        await RefusedAsync(1, "'refs/tags/v1.0.0' is unknown to 'origin'", ["promote", "v1.0.0", .. registry]);
        await RefusedAsync(1, "no file of release notes", ["promote", "v1.0.0", "--notes", fixture.Temp["none.md"], .. registry]);
        var two = await fixture.PushAsync("two", ("app/service-a/src/Program.cs", "two"));
        await RefusedAsync(1, "names no image repository", ["record", "--revision", two, "--registry", "Not A Registry"]);
        await RefusedAsync(1, "'no-such-revision' is unknown", ["affected", "--revision", "no-such-revision"]);
        await RefusedAsync(2, "--registry", ["record"]);
        await RefusedAsync(1, "is shallow", ["record", .. registry], fixture.Temp["shallow"]);
        await RefusedAsync(1, "no remote 'elsewhere'", ["record", "--remote", "elsewhere", .. registry]);

        var broken = await fixture.PushAsync("broken", (EnvironmentFile.PathOf("developer"), "developer: {\n"));
        (await BigBenAsync(fixture, ["record", .. registry])).ShouldStartWith("The records are repaired by");
        (await fixture.Server.IsAncestorAsync(broken, await fixture.HeadAsync(), None)).ShouldBeTrue();
        (await fixture.Server.IsAncestorAsync(head, broken, None)).ShouldBeTrue();

        async Task RefusedAsync(int code, string reason, string[] arguments, string? clone = null)
        {
            var result = await TryBigBenAsync(clone ?? fixture.Pipeline.Path, arguments);
            result.ExitCode.ShouldBe(code, $"{string.Join(' ', arguments)}: {result.Output}{result.Error}");
            result.Error.ShouldStartWith("big-ben.sh: ");
            result.Error.ShouldContain(reason);
            result.Error.Trim().Split('\n').Length.ShouldBe(1, result.Error);
        }
    }

    private static async Task CheckoutAsync(RemoteFixture fixture, string commit)
    {
        await fixture.Pipeline.GitAsync("fetch", "--quiet", "origin");
        await fixture.Pipeline.GitAsync("checkout", "--quiet", "--detach", commit);
    }

    private static async Task<string> BigBenAsync(RemoteFixture fixture, params string[] arguments)
    {
        var result = await TryBigBenAsync(fixture.Pipeline.Path, arguments);
        result.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {result.Output}{result.Error}");
        return result.Output;
    }

    private static Task<CommandResult> TryBigBenAsync(string clone, string[] arguments) =>
        new Command("dotnet", [Path.Combine(AppContext.BaseDirectory, "bigben.dll"), .. arguments])
        {
            WorkingDirectory = clone,
            Environment = new Dictionary<string, string?> { ["BIGBEN_ROOT"] = clone, ["BIGBEN_STATE"] = null, ["DOCKER_CONFIG"] = clone },
        }.RunAsync(None);
}
