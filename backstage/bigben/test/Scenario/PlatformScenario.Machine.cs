using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using BigBen.Foundation;
using BigBen.Foundation.Processes;
using BigBen.Kubernetes;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Scenario;

// What concerns the machine: processes, ports, other platforms beside it, the command line.
public sealed partial class PlatformScenario
{
    [PlatformFact(ScenarioPlatform.Local)]
    public async Task What_was_recorded_before_a_kill_is_pushed_and_live_with_the_next_up_which_replaces_every_pod()
    {
        await platform.StartOverAsync();
        // service-a's pods stay as they are, and service-b's new one takes a while to start: the kill comes before all of it is live.
        await File.AppendAllTextAsync(
            Path.Combine(platform.Clone.Directory, "app/service-a/deploy-config/developer/values.yaml"), "# A value before a kill.\n");
        const string working = "  SERVICE_A_URL: http://service-a:8011";
        await platform.EditAsync("app/service-b/deploy-config/developer/values.yaml", working, $"{working}\n  BEFORE_A_KILL: \"yes\"");
        await platform.Clone.RunAsync("git", "commit", "-qam", "Change a value before a kill");
        var commit = (await platform.Clone.RunAsync("git", "rev-parse", "HEAD")).Trim();
        var (before, main) = (await MainAsync(), Path.Combine(new StateFolder(platform.State).Forge, "refs/heads/main"));
        var (pods, running) = (await PodsAsync(), ProcessesOf(platform.State));

        using var pushed = new CancellationTokenSource();
        var killing = KillOnceMovedAsync(main, before, running[0], pushed.Token);
        var push = await PushAsync();
        await pushed.CancelAsync();
        await killing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // First of all it is there again, for the other tests too.
        await platform.Clone.BigBenAsync("--port", $"{platform.Port}");

        push.ExitCode.ShouldBe(0, push.Error);
        push.Error.ShouldNotContain("rejected");
        push.Error.ShouldContain("NOT LIVE", customMessage: push.Error);
        running.Where(process => process.IsAlive).ShouldBeEmpty();
        await platform.Clone.BigBenAsync("status", "--wait");
        var status = await platform.StatusAsync();
        foreach (var service in new[] { "service-a", "service-b" })
            Text(status[$"developer-{service}"], "revision").ShouldBe(commit);
        Kept(await PodsAsync()).ShouldBe(Kept(pods));
        (await platform.GreetingAsync("dev.service-b")).ShouldEndWith("(via Service B)");

        static IEnumerable<string> Kept(IReadOnlyList<JsonElement> pods) =>
            from pod in pods
            where (Text(pod, "namespace"), Text(pod, "deployment")) != ("developer", "service-b")
            select Text(pod, "uid");
    }

    [PlatformFact]
    public async Task Logs_show_the_requests_of_an_application()
    {
        await platform.GetAsync("dev.service-a", "/ping");

        // The line is written after the answer.
        await Eventually.TrueAsync(async () =>
            (await platform.Clone.BigBenAsync("logs", "developer-service-a", "--tail", "50")).Contains("/ping", StringComparison.Ordinal));
    }

    [PlatformFact(ScenarioPlatform.Local)]
    public async Task What_is_not_enforced_is_a_line_of_status_and_a_list_where_that_is_asked_for()
    {
        var brief = await platform.Clone.BigBenAsync("status");
        var verbose = (await platform.Clone.BigBenAsync("status", "--verbose")).Split('\n');

        const string Begins = "Not enforced by processes on one machine: ";
        var line = brief.Split('\n').Single(line => line.StartsWith(Begins, StringComparison.Ordinal));
        line.ShouldEndWith(" (--verbose lists them).");
        var count = line[Begins.Length..].Split(' ')[0];
        verbose.SkipWhile(line => line != $"{Begins}{count}:").Skip(1)
            .Count(line => line.StartsWith("  ", StringComparison.Ordinal)).ShouldBe(int.Parse(count));
    }

    [PlatformFact(ScenarioPlatform.Local)]
    public async Task Another_platform_runs_beside_it_and_destroy_leaves_nothing_of_it()
    {
        // What another test left unrecorded in the clone is not what comes up here.
        await platform.StartOverAsync();
        var state = await platform.OtherStateAsync("another state");
        var port = PlatformFixture.FreePort();
        try
        {
            // As a script starts it in the background.
            const string ignoring = "trap '' INT QUIT; exec ./bootstrap/big-ben.sh \"$@\"";
            var up = await platform.Clone.RunAsync(
                "sh", "-c", ignoring, "sh", "--platform", ScenarioPlatform.Name, "--state", state, "--port", $"{port}");
            up.ShouldContain($"http://production.service-b.bigben.localhost:{port}");
            up.ShouldContain(platform.State);
            var processes = ProcessesOf(state);
            processes.Count.ShouldBeGreaterThan(6);
            if (OperatingSystem.IsLinux())
                Signals.IgnoredOf($"{processes[0].Pid}").ShouldNotContain(Signals.Interrupt);
            (await platform.GetAsync("dev.service-a", "/health")).Status.ShouldBe(HttpStatusCode.OK);
            await RunByHandAsync(state);
            await StopAndGoOnAsync(state, port);
            processes = ProcessesOf(state);

            var destroyed = await platform.Clone.RunAsync("./bootstrap/destroy.sh", "--state", state);

            destroyed.ShouldContain("Nothing is left");
            Directory.Exists(state).ShouldBeFalse();
            processes.Where(process => process.IsAlive).ShouldBeEmpty();
            using (var listener = new TcpListener(IPAddress.Loopback, port))
                listener.Start();
            (await platform.Clone.RunAsync("git", "remote")).ShouldNotContain("big-ben");
            (await platform.GetAsync("dev.service-a", "/health")).Status.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            // The other tests push to the first platform.
            await platform.Clone.BigBenAsync("--port", $"{platform.Port}");
        }
    }

    private async Task StopAndGoOnAsync(string state, int port)
    {
        var processes = ProcessesOf(state);

        (await platform.Clone.BigBenAsync("stop", "--state", state)).ShouldContain("The platform is stopped");
        processes.Where(process => process.IsAlive).ShouldBeEmpty();
        (await platform.Clone.BigBenAsync("stop", "--state", state)).ShouldContain($"No platform of '{state}' is running.");
        (await platform.Clone.BigBenAsync("--state", state)).ShouldContain($"http://dev.service-a.bigben.localhost:{port}");
    }

    [PlatformFact(ScenarioPlatform.Local)]
    public async Task A_port_in_use_is_one_sentence()
    {
        var state = await platform.OtherStateAsync("refused state");

        var result = await platform.Clone.TryBigBenAsync(
            "--platform", ScenarioPlatform.Name, "--state", state, "--port", $"{platform.Port}");

        result.ExitCode.ShouldBe(1);
        result.LastLine.ShouldContain($"{platform.Port} cannot be listened on");
        result.LastLine.ShouldContain("--port");
    }

    [PlatformFact]
    public async Task What_is_not_understood_is_a_usage_error()
    {
        var result = await platform.Clone.TryBigBenAsync("launch");

        (result.ExitCode, result.Error.TrimEnd('\n')).ShouldBe(
            (2, "big-ben.sh: 'launch' is not a verb. See ./bootstrap/big-ben.sh --help."));
    }

    [PlatformFact]
    public async Task Doctor_looks_at_everything_the_platform_needs()
    {
        var findings = JsonDocument.Parse(await platform.Clone.BigBenAsync("doctor", "--json")).RootElement.EnumerateArray()
            .ToDictionary(finding => Text(finding, "check"), finding => Text(finding, "severity"));

        // Limits of the kernel follow, where this machine has them.
        findings.Keys.Take(9)
            .ShouldBe(["git", ".NET SDK", "Helm", "disk", "port", "names", "containers", "databases", "environments"]);
        findings.Keys.ShouldContain("memory");
        findings.Values.ShouldNotContain("Blocker");
    }

    // What is made in a namespace of one's own runs, and is told to be in no git.
    private async Task RunByHandAsync(string state)
    {
        using var api = KubernetesApi.Open(new StateFolder(state).Kubeconfig);
        var like = await api.FindAsync(ResourceKind.Deployments, "developer", "service-a", CancellationToken.None);
        var spec = like!.Value.GetProperty("spec");
        await api.CreateAsync(
            ResourceKind.Namespaces,
            "",
            new { apiVersion = "v1", kind = "Namespace", metadata = new { name = "lab" } },
            CancellationToken.None);
        await api.CreateAsync(
            ResourceKind.Deployments,
            "lab",
            new { apiVersion = "apps/v1", kind = "Deployment", metadata = new { name = "mine" }, spec },
            CancellationToken.None);

        await Eventually.TrueAsync(async () =>
            (await platform.Clone.BigBenAsync("status", "--state", state)).Contains("lab/Deployment/mine 1/1", StringComparison.Ordinal));
    }

    // By a process of its own: what follows the record is live within seconds, for which this one may stand still beside other tests.
    private static async Task KillOnceMovedAsync(string main, string before, ProcessIdentity holder, CancellationToken cancellationToken)
    {
        const string script = "until read -r now <\"$1\" && [ \"$now\" != \"$2\" ]; do sleep 0.02; done; kill -KILL \"$3\"";
        var killed = await new Command("sh", "-c", script, "sh", main, before, $"{holder.Pid}").RunAsync(cancellationToken);
        killed.ExitCode.ShouldBe(0);
    }
}
