using System.Net;
using System.Text.Json;
using BigBen.Foundation;
using BigBen.Foundation.Processes;
using BigBen.Kubelet.Processes;

namespace BigBen.Tests.Scenario;

/// <summary>
/// The user's day on the platform that BIGBEN_PLATFORM names, local by default, with the real scripts, git, Helm, SDK and HTTP. Every test
/// starts from what the platform recorded last.
/// </summary>
public sealed partial class PlatformScenario(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    [PlatformFact]
    public async Task Up_proves_and_prints_every_url()
    {
        foreach (var host in RepositoryRoot.Services.SelectMany(service => new[] { $"dev.{service}", $"production.{service}" }))
        {
            platform.UpOutput.ShouldContain($"http://{host}.bigben.localhost:{platform.Port}");
            (await platform.GetAsync(host, "/health")).ShouldBe((HttpStatusCode.OK, """{"Status":"Success"}"""));
        }

        (await platform.GreetingAsync("dev.service-b")).ShouldEndWith("(via Service B)");
        (await platform.VersionAsync("production.service-a")).ShouldStartWith("v");
        platform.UpOutput.ShouldNotContain('\u001b');
    }

    [PlatformFact]
    public async Task A_second_up_changes_nothing_and_says_so()
    {
        var before = await PodsAsync();

        var output = await platform.Clone.BigBenAsync("--port", $"{platform.Port}");

        output.ShouldContain("Nothing to change");
        (await PodsAsync()).Select(Started).ShouldBe(before.Select(Started));

        static string Started(JsonElement pod) => $"{Text(pod, "name")} {Text(pod, "startedAt")}";
    }

    [PlatformFact]
    public async Task A_push_is_tested_built_recorded_and_live_in_developer_alone()
    {
        var production = await platform.GreetingAsync("production.service-a");
        var current = await platform.GreetingAsync("dev.service-a");
        var greeting = $"Hello {Guid.NewGuid():N} from Service A!";
        await ChangeGreetingAsync(current, greeting, andTests: true);

        var push = await PushAsync();

        push.ExitCode.ShouldBe(0, push.Error);
        push.Error.ShouldContain("✓ test service-a");
        push.Error.ShouldContain("✓ build service-a");
        push.Error.ShouldNotContain("build service-b");
        (await platform.GreetingAsync("dev.service-a")).ShouldBe(greeting);
        await platform.WaitForGreetingAsync("dev.service-b", $"{greeting} (via Service B)");
        (await platform.GreetingAsync("production.service-a")).ShouldBe(production);
        var pushed = (await platform.Clone.RunAsync("git", "rev-parse", "HEAD")).Trim();

        // The record is on top of what was pushed, and yet nobody must pull first.
        await platform.EditAsync("README.md", "# Big Ben", "# Big Ben\n\nWords.");
        await platform.Clone.RunAsync("git", "commit", "-qam", "Say more");
        var next = await PushAsync();
        next.ExitCode.ShouldBe(0, next.Error);
        (await platform.VersionAsync("dev.service-a")).ShouldBe(pushed[..7]);
        await platform.Clone.RunAsync("git", "pull", "-q", "--ff-only", "big-ben", "main");
        (await File.ReadAllTextAsync(Path.Combine(platform.Clone.Directory, "backstage/cd/environments/developer.yaml")))
            .ShouldContain($"\"{pushed[..7]}\"");
    }

    [PlatformFact]
    public async Task A_failing_test_rejects_the_push_and_leaves_everything_running()
    {
        var current = await platform.GreetingAsync("dev.service-a");
        var main = await MainAsync();
        await ChangeGreetingAsync(current, "A greeting that its tests know nothing of", andTests: false);

        var push = await PushAsync();

        push.ExitCode.ShouldNotBe(0);
        push.Error.ShouldContain("✗ test service-a");
        push.Error.ShouldContain(".log");
        (await MainAsync()).ShouldBe(main);
        (await platform.GreetingAsync("dev.service-a")).ShouldBe(current);
    }

    [PlatformFact]
    public async Task A_chart_that_does_not_render_is_rejected()
    {
        var main = await MainAsync();
        await platform.CommitAsync(
            "Break the chart", "charts/app/templates/service.yaml", "kind: Service", "kind: {{ fail \"broken on purpose\" }}");

        var push = await PushAsync();

        push.ExitCode.ShouldNotBe(0);
        push.Error.ShouldContain("broken on purpose");
        (await MainAsync()).ShouldBe(main);
        (await platform.GetAsync("dev.service-a", "/health")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [PlatformFact]
    public async Task A_service_that_would_crash_is_refused_before_it_is_recorded()
    {
        const string values = "app/service-b/deploy-config/developer/values.yaml";
        var main = await MainAsync();
        await platform.CommitAsync("Point service-b at nowhere", values, "http://service-a:8011", "nowhere at all");

        var push = await PushAsync();

        push.ExitCode.ShouldNotBe(0);
        push.Error.ShouldContain("✗ try");
        push.Error.ShouldContain("SERVICE_A_URL");
        push.Error.ShouldContain("[remote rejected]");
        (await MainAsync()).ShouldBe(main);
        (await platform.GreetingAsync("dev.service-b")).ShouldEndWith("(via Service B)");
        (await platform.StatusAsync())["developer-service-b"].GetProperty("health").GetString().ShouldBe("Healthy");
    }

    [PlatformFact]
    public async Task A_service_that_crashes_untried_is_not_live_and_developer_steps_back_to_the_version_that_serves()
    {
        const string values = "app/service-b/deploy-config/developer/values.yaml";
        const string working = "env:\n  SERVICE_A_URL: http://service-a:8011";
        const string crashing = "candidate: { enabled: false }\nenv:\n  SERVICE_A_URL: nowhere at all";
        await platform.CommitAsync("Point service-b at nowhere", values, working, crashing);
        var before = Text((await platform.StatusAsync())["developer-service-b"], "revision");

        var push = await PushAsync();

        push.ExitCode.ShouldBe(0, push.Error);
        push.Error.ShouldContain("remote: NOT LIVE: developer-service-b does not come up");
        push.Error.ShouldContain("SERVICE_A_URL");
        push.Error.ShouldContain("Stepped back service-b from ");
        (await platform.GreetingAsync("dev.service-b")).ShouldEndWith("(via Service B)");
        (await platform.Clone.TryBigBenAsync("status", "--wait")).ExitCode.ShouldBe(0);
        Text((await platform.StatusAsync())["developer-service-b"], "revision").ShouldBe(before);

        await platform.CommitAsync("Point service-b back", values, crashing, working);
        (await PushAsync()).Error.ShouldContain("service-b live in developer");
        (await platform.StatusAsync())["developer-service-b"].GetProperty("health").GetString().ShouldBe("Healthy");
    }

    [PlatformFact]
    public async Task A_service_without_replicas_is_asleep_and_blocks_nobody()
    {
        const string values = "app/service-b/deploy-config/developer/values.yaml";
        await platform.CommitAsync("Send service-b to sleep", values, "replicas: 1", "replicas: 0");

        var push = await PushAsync();

        push.ExitCode.ShouldBe(0, push.Error);
        push.Error.ShouldContain("developer-service-b is asleep");
        push.Error.ShouldContain("service-b live in developer");
        (await platform.Clone.BigBenAsync("status", "--wait")).ShouldContain(" asleep ");
        await platform.Clone.RunAsync("git", "revert", "--no-edit", "HEAD");
        (await PushAsync()).Error.ShouldContain("service-b live in developer");
        (await platform.GreetingAsync("dev.service-b")).ShouldEndWith("(via Service B)");
    }

    [PlatformFact]
    public async Task A_value_alone_is_recorded_without_a_build_and_rolled_back()
    {
        const string values = "app/service-a/deploy-config/developer/values.yaml";
        await platform.StartOverAsync();
        var before = (await platform.StatusAsync())["developer-service-a"];
        var file = Path.Combine(platform.Clone.Directory, values);
        await File.AppendAllTextAsync(file, "# Another value.\n");
        await platform.Clone.RunAsync("git", "commit", "-qam", "Change a value of service-a");
        var pushed = (await platform.Clone.RunAsync("git", "rev-parse", "HEAD")).Trim();

        var push = await PushAsync();

        push.ExitCode.ShouldBe(0, push.Error);
        push.Error.ShouldContain("service-a live in developer");
        push.Error.ShouldNotContain("build service");
        var after = (await platform.StatusAsync())["developer-service-a"];
        (Text(after, "revision"), Text(after, "version")).ShouldBe((pushed, Text(before, "version")));

        (await platform.Clone.BigBenAsync("rollback", "service-a", "developer"))
            .ShouldContain($"it was at {Text(before, "version")} as of {pushed[..7]}");

        Text((await platform.StatusAsync())["developer-service-a"], "revision").ShouldBe(Text(before, "revision"));
    }

    [PlatformFact]
    public async Task Documentation_alone_builds_nothing()
    {
        await platform.CommitAsync("Say more", "README.md", "# Big Ben", "# Big Ben\n\nMore words.");

        var push = await PushAsync();

        push.ExitCode.ShouldBe(0, push.Error);
        push.Error.ShouldNotContain("build service");
        push.Error.ShouldNotContain("test service");
        push.Error.ShouldContain("developer stays as it is");
    }

    [PlatformFact]
    public async Task A_release_is_the_same_image_in_production_and_a_rollback_restores_the_one_before()
    {
        // What developer was rolled back from is not released: it gets a commit of its own again.
        await platform.StartOverAsync();
        await File.AppendAllTextAsync(
            Path.Combine(platform.Clone.Directory, "app/service-a/deploy-config/developer/values.yaml"), "# Another value again.\n");
        await platform.Clone.RunAsync("git", "commit", "-qam", "Change a value of service-a again");
        (await PushAsync()).ExitCode.ShouldBe(0);
        var before = await platform.StatusAsync();
        var earlier = Text(before["production-service-a"], "version");

        await platform.Clone.BigBenAsync("release", "v5.0.0", "--revision", "main");

        var released = await platform.StatusAsync();
        foreach (var service in RepositoryRoot.Services)
        {
            Text(released[$"production-{service}"], "digest").ShouldBe(Text(released[$"developer-{service}"], "digest"));
            (await platform.VersionAsync($"production.{service}")).ShouldBe("v5.0.0");
        }

        await platform.Clone.BigBenAsync("rollback", "service-a", "production");

        (await platform.VersionAsync("production.service-a")).ShouldBe(earlier);
        (await platform.VersionAsync("production.service-b")).ShouldBe("v5.0.0");
        Text((await platform.StatusAsync())["production-service-a"], "digest").ShouldBe(Text(before["production-service-a"], "digest"));
    }

    [PlatformTheory]
    [InlineData("v0.0.1", "newer")]
    [InlineData("v99.0.0", "no-such-revision")]
    public async Task A_release_is_refused_with_its_reason(string version, string reason)
    {
        var main = await MainAsync();
        var revision = reason == "no-such-revision" ? reason : "main";

        var result = await platform.Clone.TryBigBenAsync("release", version, "--revision", revision);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain(reason);
        (await MainAsync()).ShouldBe(main);
    }

    [PlatformFact]
    public async Task Uncommitted_work_is_not_released()
    {
        await platform.StartOverAsync();
        await platform.EditAsync("README.md", "# Big Ben", "# Big Ben, not committed");

        var result = await platform.Clone.TryBigBenAsync("release", "v98.0.0");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("README.md");
    }

    private static string Text(JsonElement row, string property) => row.GetProperty(property).GetString()!;

    private async Task<IReadOnlyList<JsonElement>> PodsAsync()
    {
        var status = await platform.Clone.RunAsync("sh", "-c", "./bootstrap/big-ben.sh status --json");
        return [.. JsonDocument.Parse(status).RootElement.GetProperty("pods").EnumerateArray()
            // One that a test before replaced still answers until it has drained.
            .Where(pod => pod.GetProperty("ready").GetBoolean() && Text(pod, "status") != "Terminating")
            .OrderBy(pod => Text(pod, "name"), StringComparer.Ordinal)];
    }

    // The platform's own, and those of its pods.
    private static IReadOnlyList<ProcessIdentity> ProcessesOf(string state)
    {
        var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(state, "platform.json"))).RootElement;
        var folder = new StateFolder(state);
        return
        [
            ProcessIdentity.Of(record.GetProperty("processId").GetInt32()).ShouldNotBeNull(),
            .. ProcessIdentity.WithVariable(Leftovers.ClusterVariable, Leftovers.IdOf(folder.Cluster)),
        ];
    }

    private Task<CommandResult> PushAsync() => platform.Clone.TryAsync("git", "push", "big-ben", "HEAD:main");

    private async Task<string> MainAsync() =>
        (await platform.Clone.RunAsync("git", "ls-remote", "big-ben", "refs/heads/main")).Split('\t')[0];

    private async Task ChangeGreetingAsync(string current, string greeting, bool andTests)
    {
        await platform.StartOverAsync();
        var folder = andTests ? "app/service-a" : "app/service-a/src";
        foreach (var file in Directory.GetFiles(Path.Combine(platform.Clone.Directory, folder), "*.cs", SearchOption.AllDirectories))
        {
            var text = await File.ReadAllTextAsync(file);
            if (text.Contains(current))
                await File.WriteAllTextAsync(file, text.Replace(current, greeting));
        }

        await platform.Clone.RunAsync("git", "commit", "-qam", $"Greet with '{greeting}'");
    }
}
