using System.Net;
using System.Text.Json.Nodes;
using BigBen.Console;
using BigBen.Foundation;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms.Kind;

/// <summary>A platform on kind from a clone: the real program, git, Helm and pushes; the engine and the cluster are stand-ins.</summary>
public sealed class KindPlatformTests
{
    private const string Values = "app/service-b/deploy-config/developer/values.yaml";

    [Fact]
    public async Task The_registry_is_finished_by_the_next_run_whatever_happened()
    {
        await using var machine = await FakeMachine.StartAsync();
        await machine.CloneAsync();
        try
        {
            // The run after a command was killed finishes it, or it would not come to the next one.
            foreach (var command in new[] { "docker run --detach", "docker network connect", "docker cp" })
            {
                foreach (var trouble in new[] { Trouble.Failure, Trouble.Hang, Trouble.Kill })
                {
                    machine.Inject(command, trouble);
                    machine.Timeout = trouble == Trouble.Hang ? 3 : 20;
                    (await UpAsync(machine)).ExitCode.ShouldBe(trouble == Trouble.Kill ? 137 : 1);
                    machine.WasMet.ShouldBeTrue();
                }
            }

            var resumed = await UpAsync(machine);
            resumed.ExitCode.ShouldBe(0, resumed.Error);
            foreach (var host in new[] { "dev.service-a", "dev.service-b", "production.service-a", "production.service-b" })
                resumed.Output.ShouldContain($"http://{host}.bigben.localhost:{machine.Port}");
        }
        finally
        {
            await DownAsync(machine);
        }
    }

    [Fact]
    public async Task A_cluster_that_was_made_anew_is_followed()
    {
        await using var machine = await FakeMachine.StartAsync();
        await machine.CloneAsync();
        try
        {
            (await UpAsync(machine)).ExitCode.ShouldBe(0);
            machine.LoseCluster();

            var up = await UpAsync(machine);

            up.ExitCode.ShouldBe(0, up.Error);
            (await machine.BigBenAsync("status")).ExitCode.ShouldBe(0);
        }
        finally
        {
            await DownAsync(machine);
        }
    }

    [Fact]
    public async Task From_up_over_pushes_a_release_and_a_rollback_to_nothing_left()
    {
        await using var machine = await FakeMachine.StartAsync();
        var clone = await machine.CloneAsync();
        try
        {
            var up = await UpAsync(machine);
            up.ExitCode.ShouldBe(0, up.Error);
            up.Output.ShouldContain($"http://argocd.bigben.localhost:{machine.Port}");
            up.Output.ShouldContain("argocd-initial-admin-secret");
            machine.Get("config")!.ShouldContain("readOnly: true");
            machine.Get("root")!.ShouldContain("repository=file:///forge.git");

            await clone.RunAsync("git", "pull", "-q", "--ff-only", "big-ben", "main");
            var greeting = Directory.GetFiles(Path.Combine(clone.Directory, "app/service-a/src"), "Ping.cs").Single();
            await File.AppendAllTextAsync(greeting, "\n// A change.\n");
            await clone.RunAsync("git", "commit", "-qam", "Change service-a");
            var pushed = (await clone.RunAsync("git", "rev-parse", "HEAD")).Trim();
            machine.Forget();
            var push = await clone.TryAsync("git", "push", "big-ben", "HEAD:main");
            push.ExitCode.ShouldBe(0, push.Error);
            push.Error.ShouldContain("service-a live in developer");
            var build = machine.Calls.Single(call => call.StartsWith("docker build", StringComparison.Ordinal));
            build.ShouldContain($"--build-arg VERSION={pushed[..7]} --build-arg REVISION={pushed}");

            (await machine.BigBenAsync("release", "v3.0.0", "--revision", "main")).ExitCode.ShouldBe(0);
            var status = await machine.BigBenAsync("status");
            status.ExitCode.ShouldBe(0, status.Error);
            status.Output.ShouldContain("v3.0.0");
            status.Output.ShouldContain(" 1/1 ");
            machine.Calls.Count(call => call.StartsWith("docker build", StringComparison.Ordinal)).ShouldBe(1, "a release builds nothing");
            (await machine.BigBenAsync("rollback", "service-a", "production")).ExitCode.ShouldBe(0);
            (await machine.BigBenAsync("status")).Output.ShouldContain("v0.1.0");

            var again = await UpAsync(machine);
            again.Output.ShouldContain("Nothing to change");
        }
        finally
        {
            await DownAsync(machine);
        }

        machine.Get("containers").ShouldBeNull();
        machine.Get("registry").ShouldBeNull();
        Directory.Exists(machine.State).ShouldBeFalse();
        (await clone.RunAsync("git", "remote")).ShouldNotContain("big-ben");
    }

    [Fact]
    public async Task A_push_that_is_not_live_says_what_Argo_CD_and_the_pod_say_and_developer_steps_back_from_a_bad_version()
    {
        await using var machine = await FakeMachine.StartAsync();
        var clone = await machine.CloneAsync();
        try
        {
            var up = await UpAsync(machine);
            up.ExitCode.ShouldBe(0, up.Error);
            await clone.RunAsync("git", "pull", "-q", "--ff-only", "big-ben", "main");

            machine.Cluster!.ArgoCd.Sick["developer-service-b"] = Health("Degraded", "exceeded its progress deadline.");
            var degraded = await PushAsync(clone, "# Nothing that a pod could tell.");
            degraded.ExitCode.ShouldBe(0, degraded.Error);
            degraded.Error.ShouldContain(
                "remote: NOT LIVE: developer-service-b is Degraded: exceeded its progress deadline. "
                + "What ran before keeps serving; push a fix or roll back.");

            // The old ReplicaSet's pod is in trouble as well, which says nothing about the new one.
            machine.Cluster!.ArgoCd.Sick["developer-service-b"] = Health("Progressing", "updated replicas are not available");
            foreach (var (set, revision) in new[] { ("service-b-old", 1), ("service-b-new", 2) })
            {
                machine.Cluster.Crash("developer", "service-b", set, revision,
                    "Unhandled exception. System.FormatException: SERVICE_A_URL is no URL\n   at Program.<Main>(String[] args)\n");
            }
            await clone.RunAsync("git", "pull", "-q", "--ff-only", "big-ben", "main");
            var crashing = await PushAsync(clone, "# One.");
            crashing.ExitCode.ShouldBe(0, crashing.Error);
            crashing.Error.ShouldContain(
                "remote: NOT LIVE: developer-service-b does not come up: pod service-b-new-1 is in CrashLoopBackOff (service-b-new-1: "
                + "Unhandled exception. System.FormatException: SERVICE_A_URL is no URL). Stepped back service-b from ");
            (await machine.BigBenAsync("status", "--wait", "--timeout", "1")).ShouldSatisfyAllConditions(
                status => status.ExitCode.ShouldBe(1), status => status.Error.ShouldContain("NOT LIVE: developer-service-b"));

            var status = JsonNode.Parse((await machine.BigBenAsync("status", "--json")).Output)!;
            status["unmanaged"]!.AsArray().ShouldBeEmpty("what else a cluster runs is no business of ours");
            var row = status["applications"]!.AsArray().Single(row => $"{row!["application"]}" == "developer-service-b")!;
            $"{row["health"]}".ShouldBe("Progressing");
            var pod = status["pods"]!.AsArray().Single(pod => $"{pod!["name"]}" == "service-b-new-1")!;
            ($"{pod["deployment"]}", $"{pod["status"]}", (int)pod["restarts"]!).ShouldBe(("service-b", "CrashLoopBackOff", 3));
            machine.Cluster.Remove("developer", "service-b-old");
            machine.Cluster.Remove("developer", "service-b-new");
            machine.Cluster.ArgoCd.Sick.Clear();
            machine.Cluster.WrongVersion = "another";
            await clone.RunAsync("git", "pull", "-q", "--ff-only", "big-ben", "main");
            var lying = await PushAsync(clone, "# Two.");
            lying.ExitCode.ShouldBe(0, lying.Error);
            lying.Error.ShouldContain("answers version another where version");
            lying.Error.ShouldContain("Stepped back service-b from ");
            machine.Cluster.WrongVersion = null;
            var waited = await machine.BigBenAsync("status", "--wait");
            waited.ExitCode.ShouldBe(0, waited.Error);

            await clone.RunAsync("git", "pull", "-q", "--ff-only", "big-ben", "main");
            await File.AppendAllTextAsync(
                Path.Combine(clone.Directory, "charts/app/templates/service.yaml"), "\n{{ fail \"broken on purpose\" }}\n");
            await clone.RunAsync("git", "commit", "-qam", "Break the chart");
            var broken = await clone.TryAsync("git", "push", "big-ben", "HEAD:main");
            broken.ExitCode.ShouldNotBe(0);
            broken.Error.ShouldContain("broken on purpose");
        }
        finally
        {
            await DownAsync(machine);
        }
    }

    private static JsonObject Health(string status, string message) =>
        new() { ["health"] = new JsonObject { ["status"] = status, ["message"] = message } };

    [Fact]
    public async Task The_console_shows_the_cluster_says_what_it_does_not_know_and_changes_nothing_without_the_token()
    {
        await using var machine = await FakeMachine.StartAsync();
        await machine.CloneAsync();
        try
        {
            var up = await UpAsync(machine);
            up.ExitCode.ShouldBe(0, up.Error);
            var record = PlatformRecord.Read(new StateFolder(machine.State))!;
            var console = $"http://{PlatformHosts.Console}:{record.ApiPort}";
            up.Output.ShouldContain(console);
            (await machine.BigBenAsync("status")).Output.ShouldContain($"Console: {console}");
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{record.ApiPort}") };

            var (_, board) = await AskAsync(HttpMethod.Get, "/");
            foreach (var environment in new[] { "developer", "production" })
            {
                board.ShouldContain($"/applications/{environment}-service-a");
                board.ShouldContain($"/applications/{environment}-service-b");
            }
            board.ShouldContain($"http://dev.service-a.bigben.localhost:{machine.Port}");
            foreach (var page in new[] { "/signals", "/applications/developer-service-a" })
            {
                var (_, text) = await AskAsync(HttpMethod.Get, page);
                text.ShouldContain("does not tell the console its traffic");
                text.ShouldContain($"href=\"http://argocd.bigben.localhost:{machine.Port}\"");
                text.ShouldNotContain("grafana.");
            }

            (await AskAsync(HttpMethod.Get, PlatformRoutes.Platform, host: "evil.example")).Status
                .ShouldBe(HttpStatusCode.MisdirectedRequest);
            (await AskAsync(HttpMethod.Post, PlatformRoutes.Deliveries)).Status.ShouldBe(HttpStatusCode.Unauthorized);

            async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpMethod method, string path, string? host = null)
            {
                using var request = new HttpRequestMessage(method, path);
                request.Content = method == HttpMethod.Post ? new StringContent("{}") : null;
                request.Headers.Host = host ?? $"{PlatformHosts.Console}:{record.ApiPort}";
                using var response = await http.SendAsync(request);
                return (response.StatusCode, await response.Content.ReadAsStringAsync());
            }
        }
        finally
        {
            await DownAsync(machine);
        }
    }

    [Fact]
    public async Task Destroy_says_what_is_left_and_finishes_on_the_next_run()
    {
        await using var machine = await FakeMachine.StartAsync();
        await machine.CloneAsync();
        (await UpAsync(machine)).ExitCode.ShouldBe(0);
        foreach (var command in new[] { "kind delete", "docker rm --force" })
        {
            machine.Inject(command, Trouble.Failure);
            var down = await machine.BigBenAsync("down");
            down.ExitCode.ShouldBe(1, down.Output);
            down.Error.ShouldContain("broken on purpose");
            Directory.Exists(machine.State).ShouldBeTrue("what is left has to be known");
        }

        await DownAsync(machine);
        machine.Get("containers").ShouldBeNull();
        machine.Get("registry").ShouldBeNull();
    }

    private static async Task<CommandResult> PushAsync(Shell clone, string line)
    {
        await File.AppendAllTextAsync(Path.Combine(clone.Directory, Values), $"{line}\n");
        await clone.RunAsync("git", "commit", "-qam", line);
        return await clone.TryAsync("git", "push", "big-ben", "HEAD:main");
    }

    private static Task<CommandResult> UpAsync(FakeMachine machine) =>
        machine.BigBenAsync("up", "--platform", "kind", "--port", $"{machine.Port}");

    private static async Task DownAsync(FakeMachine machine)
    {
        var down = await machine.BigBenAsync("down");
        down.ExitCode.ShouldBe(0, down.Error);
        down.Output.ShouldContain("Nothing");
    }
}
