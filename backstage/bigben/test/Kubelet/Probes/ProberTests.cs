using System.Net;
using System.Net.Sockets;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet.Containers;
using BigBen.Kubelet.Probes;
using BigBen.Manifests.Specs;

namespace BigBen.Tests.Kubelet.Probes;

public class ProberTests
{
    private const string Serve = "echo up > $TMPDIR/up; exec sleep 1000";

    [Fact]
    public async Task Readiness_comes_and_goes_with_its_probe()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a",
            Serve,
            container: """
                readinessProbe:
                  exec: { command: [sh, -c, 'test -e $TMPDIR/ready || { echo not yet; exit 1; }'] }
                  timeoutSeconds: 600
                  periodSeconds: 1
                  failureThreshold: 2
                """));
        await test.FileAsync("a", "up");
        await test.UntilAsync(() => test.Happened("a", "Unhealthy", "Readiness probe failed: not yet"));
        test.IsReady("a").ShouldBeFalse();
        test.Container("a").FlagAt("started").ShouldBeTrue();
        var ready = Path.Combine(test.TemporaryOf("a"), "ready");

        await File.WriteAllTextAsync(ready, "");
        await test.ReadyAsync("a");
        File.Delete(ready);
        await test.UntilAsync(() => !test.IsReady("a"));

        test.Container("a").NumberAt("restartCount").ShouldBe(0);
        var told = test.Events("a").Single(happened => happened.TextAt("reason") == "Unhealthy");
        told.NumberAt("count")!.Value.ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_program_that_fails_its_liveness_probe_is_restarted_with_the_probes_grace()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a",
            "trap 'touch $TMPDIR/asked; echo asked; exit 0' TERM; echo up > $TMPDIR/up; while :; do sleep 0.05; done",
            container: """
                livenessProbe:
                  exec: { command: [sh, -c, 'until test -e $TMPDIR/up; do sleep 0.05; done; test -e $TMPDIR/asked'] }
                  timeoutSeconds: 30
                  periodSeconds: 1
                  failureThreshold: 2
                  terminationGracePeriodSeconds: 600
                """));
        await test.ReadyAsync("a");

        await test.UntilAsync(() => test.Container("a").NumberAt("restartCount") == 1);

        test.Container("a").NumberAt("lastState", "terminated", "exitCode").ShouldBe(0);
        (await test.LogAsync("a", options => options with { Previous = true })).ShouldBe("asked\n");
        test.Happened("a", "Killing", "Container main failed liveness probe, will be restarted").ShouldBeTrue();
        test.Happened("a", "Unhealthy", "Liveness probe failed: ").ShouldBeTrue();
    }

    [Fact]
    public async Task A_program_that_does_not_end_for_its_liveness_probe_is_killed()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a",
            PodYaml.EndsForNoSignal,
            pod: "terminationGracePeriodSeconds: 600",
            container: $"livenessProbe: {{ {PodYaml.FailsInFirstRun}, terminationGracePeriodSeconds: 1 }}"));

        await test.UntilAsync(() => test.Container("a").NumberAt("restartCount") == 1);

        test.Container("a").NumberAt("lastState", "terminated", "exitCode").ShouldBe(137);
        test.Delete("a", grace: 0);
    }

    [Fact]
    public async Task Nothing_else_is_probed_before_the_startup_probe_succeeds()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a",
            Serve,
            container: """
                startupProbe: { exec: { command: [sh, -c, 'test -e $TMPDIR/started'] }, periodSeconds: 1, failureThreshold: 100 }
                readinessProbe: { exec: { command: [sh, -c, 'echo x >> $TMPDIR/asked'] }, periodSeconds: 1 }
                """));
        await test.FileAsync("a", "up");
        await test.UntilAsync(() => test.Happened("a", "Unhealthy", "Startup probe failed"));
        var folder = test.TemporaryOf("a");
        File.Exists(Path.Combine(folder, "asked")).ShouldBeFalse();
        test.Container("a").FlagAt("started").ShouldBeFalse();

        await File.WriteAllTextAsync(Path.Combine(folder, "started"), "");
        await test.ReadyAsync("a");
        File.Exists(Path.Combine(folder, "asked")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_program_that_never_starts_is_restarted_after_its_threshold()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a",
            Serve,
            container: "startupProbe: { exec: { command: ['false'] }, periodSeconds: 1, failureThreshold: 1 }"));

        // Its next run does not last either.
        await test.UntilAsync(() => test.Container("a").NumberAt("restartCount") >= 1);

        test.Happened("a", "Killing", "Container main failed startup probe, will be restarted").ShouldBeTrue();
    }

    [Fact]
    public async Task A_probe_that_takes_too_long_fails()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a",
            Serve,
            container: "readinessProbe: { exec: { command: [sleep, '100'] }, timeoutSeconds: 1, periodSeconds: 1 }"));

        const string Message = "Readiness probe failed: command timed out: \"sleep 100\" timed out after 1s";
        await test.UntilAsync(() => test.Happened("a", "Unhealthy", Message));
    }

    [Fact]
    public async Task What_a_probes_command_leaves_running_ends_with_it()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a", Serve, container: "readinessProbe: { exec: { command: [sh, -c, 'sleep 1000 & exit 0'] }, timeoutSeconds: 600 }"));

        await test.ReadyAsync("a");
        await test.ProcessesAsync(1);
    }

    [Fact]
    public async Task The_delay_of_the_other_probes_counts_from_the_start_of_the_container()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var hour = TimeSpan.FromHours(1);
        var port = new ContainerPort("http", 80);
        var probe = new ProbeSpec(new TcpAction(port), hour, TimeSpan.FromSeconds(10), hour, 1, 3, null);
        var container = new ContainerSpec(
            "main", "", [], [], [], [], [port], new ContainerResources(new Dictionary<string, decimal>()), probe, null, probe, null);
        var number = ((IPEndPoint)listener.LocalEndpoint).Port;
        var target = new ProbeTarget("/", new Dictionary<string, string>(), [new HostPort(port, number)]);
        var clock = new LaptopClock();
        var results = new Results();
        using var end = new CancellationTokenSource();

        var probing = new Prober(container, target, clock, hour, results).RunAsync(CancellationToken.None, end.Token);
        clock.Advance(hour);

        await results.IsReady.Task.WaitAsync(TestNode.Deadline);
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => probing);
    }

    [Fact]
    public async Task Http_and_tcp_probes_ask_the_ports_of_the_pod()
    {
        await using var test = await TestNode.StartAsync();
        // It listens at this port last: its first failure to live is the one that is asked for.
        test.Apply(PodYaml.Web(
            "a",
            """
            startupProbe: { tcpSocket: { port: 9090 }, periodSeconds: 1, failureThreshold: 600 }
            livenessProbe: { httpGet: { path: /alive, port: 9090 }, periodSeconds: 1, failureThreshold: 1, timeoutSeconds: 30 }
            readinessProbe: { httpGet: { path: /ready, port: management }, periodSeconds: 1, timeoutSeconds: 30 }
            """));
        await test.ReadyAsync("a");
        var address = $"http://127.0.0.1:{test.PortOf("a", 8011)}";
        using var client = new HttpClient();

        await client.PostAsync($"{address}/ready/false", null);
        await test.UntilAsync(() => !test.IsReady("a"));
        await client.PostAsync($"{address}/die", null);
        await test.UntilAsync(() => test.Container("a").NumberAt("restartCount") == 1 && test.IsReady("a"));

        test.Happened("a", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503").ShouldBeTrue();
        test.Happened("a", "Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 500").ShouldBeTrue();
    }

    [Theory]
    [InlineData("httpGet: { path: /x, port: 8011 }", "Get \"http://127.0.0.1:PORT/x\": dial tcp 127.0.0.1:PORT")]
    [InlineData("tcpSocket: { port: 8011 }", "dial tcp 127.0.0.1:PORT")]
    public async Task A_port_where_nobody_listens_is_told_as_the_kubelet_tells_it(string action, string message)
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a", Serve, container: $"ports: [ {{ name: http, containerPort: 8011 }} ]\nreadinessProbe: {{ {action}, periodSeconds: 1 }}"));
        await test.FileAsync("a", "up");
        var port = $"{test.PortOf("a", 8011)}";

        var cause = message.Replace("PORT", port, StringComparison.Ordinal);
        await test.UntilAsync(() => test.Happened("a", "Unhealthy", $"Readiness probe failed: {cause}: connect: connection refused"));
    }

    private sealed class Results : IProbeResults
    {
        public TaskCompletionSource IsReady { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Started()
        {
        }

        public void Ready(bool ready) => IsReady.TrySetResult();

        public void Failed(string probe, string output)
        {
        }
    }
}
