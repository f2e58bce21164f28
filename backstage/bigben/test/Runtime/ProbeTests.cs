using BigBen.Runtime;
using BigBen.Tests.Manifests;

namespace BigBen.Tests.Runtime;

public class ProbeTests
{
    private const string Serve = "echo up > $TMPDIR/up; exec sleep 1000";

    [Fact]
    public async Task Readiness_comes_and_goes_with_its_probe()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", Serve, container: "readinessProbe: { exec: { command: [sh, -c, 'test -e $TMPDIR/ready'] }, periodSeconds: 1, failureThreshold: 2 }"));
        await test.UntilAsync(() => test.Cluster.Pods is [{ Phase: PodPhase.Running, Ready: false, Message: not null }]);
        test.OnlyPod().Message!.ShouldStartWith("readiness probe: 'sh -c test -e $TMPDIR/ready' failed with exit code 1");
        await test.UntilFileAsync("up");
        var ready = Path.Combine(test.Directory, "pods", "developer", test.OnlyPod().Name, "tmp", "ready");

        await File.WriteAllTextAsync(ready, "");
        await test.UntilAsync(() => test.OnlyPod().Ready);
        test.OnlyPod().Message.ShouldBeNull();
        File.Delete(ready);
        await test.UntilAsync(() => !test.OnlyPod().Ready);

        test.OnlyPod().Restarts.ShouldBe(0);
        test.Cluster.Events.Where(happened => happened.Reason == "Unhealthy").Sum(happened => happened.Count).ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_program_that_fails_its_liveness_probe_is_restarted_with_the_probes_grace()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell(
            "a",
            "trap 'echo asked; exit 0' TERM; while :; do sleep 0.05; done",
            container: "livenessProbe: { exec: { command: ['false'] }, periodSeconds: 1, failureThreshold: 2, terminationGracePeriodSeconds: 5 }"));
        await test.UntilAsync(() => test.Cluster.Pods is [{ Ready: true }]);

        await test.UntilAsync(() => test.OnlyPod().Restarts == 1);

        test.OnlyPod().LastExitCode.ShouldBe(0);
        (await test.Cluster.ReadLogsAsync("developer", test.OnlyPod().Name).FirstAsync()).ShouldBe("asked");
        test.Cluster.Events.ShouldContain(happened => happened.Reason == "Killing" && happened.Message.Contains("liveness probe failed: 'false' failed with exit code 1"));
    }

    [Fact]
    public async Task Nothing_else_is_probed_before_the_startup_probe_succeeds()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell(
            "a",
            Serve,
            container: """
                startupProbe: { exec: { command: [sh, -c, 'test -e $TMPDIR/started'] }, periodSeconds: 1, failureThreshold: 100 }
                readinessProbe: { exec: { command: [sh, -c, 'echo x >> $TMPDIR/asked'] }, periodSeconds: 1 }
                """));
        await test.UntilFileAsync("up");
        await test.UntilAsync(() => test.OnlyPod().Message?.StartsWith("startup probe", StringComparison.Ordinal) == true);
        var folder = Path.Combine(test.Directory, "pods", "developer", test.OnlyPod().Name, "tmp");
        File.Exists(Path.Combine(folder, "asked")).ShouldBeFalse();

        await File.WriteAllTextAsync(Path.Combine(folder, "started"), "");
        await test.UntilAsync(() => test.OnlyPod().Ready);
        File.Exists(Path.Combine(folder, "asked")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_program_that_never_starts_is_restarted_after_its_threshold()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", Serve, container: "startupProbe: { exec: { command: ['false'] }, periodSeconds: 1, failureThreshold: 1 }"));

        await test.UntilAsync(() => test.Cluster.Pods is [{ Restarts: 1 }]);

        test.Cluster.Events.ShouldContain(happened => happened.Reason == "Killing" && happened.Message.Contains("startup probe failed"));
    }

    [Fact]
    public async Task A_probe_that_takes_too_long_fails()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", Serve, container: "readinessProbe: { exec: { command: [sleep, '100'] }, timeoutSeconds: 1 }"));

        await test.UntilAsync(() => test.Cluster.Pods is [{ Message: "readiness probe: no answer within 1 s" }]);
    }

    [Fact]
    public async Task Http_and_tcp_probes_ask_the_ports_of_the_pod()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Web("a", "v1").Replace(
            "readinessProbe:",
            """
            startupProbe: { tcpSocket: { port: 8011 }, periodSeconds: 1, failureThreshold: 60 }
                    livenessProbe: { httpGet: { path: /alive, port: 9090 }, periodSeconds: 1, failureThreshold: 1 }
                    readinessProbe:
            """,
            StringComparison.Ordinal));
        await test.CompleteAsync("a");
        var ports = test.OnlyPod().Ports.ToDictionary(port => port.Name!, port => port.HostPort);
        using var client = new HttpClient();

        await client.PostAsync($"http://127.0.0.1:{ports["http"]}/ready/false", null);
        await test.UntilAsync(() => test.OnlyPod() is { Ready: false, Message: "readiness probe: GET /ready answered 503" });
        await client.PostAsync($"http://127.0.0.1:{ports["http"]}/die", null);
        await test.UntilAsync(() => test.OnlyPod() is { Restarts: 1, Ready: true });

        test.Cluster.Events.ShouldContain(happened => happened.Message.Contains("liveness probe failed: GET /alive answered 500"));
    }
}
