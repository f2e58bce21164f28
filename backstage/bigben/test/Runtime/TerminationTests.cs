using BigBen.Manifests;
using BigBen.Runtime;
using BigBen.Tests.Manifests;

namespace BigBen.Tests.Runtime;

public class TerminationTests
{
    private static readonly ObjectKey Key = new("apps", "Deployment", "developer", "a");

    [Fact]
    public async Task A_pod_is_asked_to_end_and_leaves_nothing_but_its_log()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", "trap 'echo asked; exit 0' TERM; echo up > $TMPDIR/up; while :; do sleep 0.05; done"));
        await test.UntilFileAsync("up");
        var pod = await test.RunningPodAsync();

        test.Cluster.Delete(Key).ShouldBeTrue();
        test.OnlyPod().Phase.ShouldBe(PodPhase.Terminating);
        test.OnlyPod().Ready.ShouldBeFalse();
        await test.UntilAsync(() => test.Cluster.Pods.Count == 0);

        (await test.Cluster.ReadLogsAsync("developer", pod.Name).ToListAsync()).ShouldBe(["asked"]);
        Directory.EnumerateFiles(Path.Combine(test.Directory, "pods"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
        test.Cluster.Events.ShouldNotContain(happened => happened.Message.Contains("SIGKILL"));
    }

    [Fact]
    public async Task A_pod_that_does_not_listen_is_killed_after_its_grace()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", "trap 'echo asked > $TMPDIR/asked' TERM; echo up > $TMPDIR/up; while :; do sleep 0.05; done", pod: "terminationGracePeriodSeconds: 1"));
        await test.UntilFileAsync("up");
        var process = ProcessIdentity.Of((await test.RunningPodAsync()).Pid!.Value)!;

        test.Cluster.Delete(Key);
        await test.UntilFileAsync("asked");
        process.IsAlive.ShouldBeTrue();
        await test.UntilAsync(() => test.Cluster.Pods.Count == 0);

        process.IsAlive.ShouldBeFalse();
        test.Cluster.Events.ShouldContain(happened => happened.Reason == "Killing" && happened.Message.Contains("sent SIGKILL"));
    }

    [Fact]
    public async Task The_preStop_hook_comes_before_SIGTERM()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell(
            "a",
            "trap 'echo term; exit 0' TERM; echo up > $TMPDIR/up; while :; do sleep 0.05; done",
            container: "lifecycle: { preStop: { exec: { command: [sh, -c, 'echo hook > $TMPDIR/hook; while test ! -e $TMPDIR/go; do sleep 0.05; done'] } } }"));
        await test.UntilFileAsync("up");
        var pod = await test.RunningPodAsync();

        test.Cluster.Delete(Key);
        await test.UntilFileAsync("hook");
        (await test.Cluster.ReadLogsAsync("developer", pod.Name).ToListAsync()).ShouldBeEmpty();
        await File.WriteAllTextAsync(Path.Combine(test.Directory, "pods", "developer", pod.Name, "tmp", "go"), "");
        await test.UntilAsync(() => test.Cluster.Pods.Count == 0);

        (await test.Cluster.ReadLogsAsync("developer", pod.Name).ToListAsync()).ShouldBe(["term"]);
    }

    [Fact]
    public async Task A_preStop_sleep_holds_SIGTERM_back()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell(
            "a", "trap 'exit 0' TERM; echo up > $TMPDIR/up; while :; do sleep 0.05; done", container: "lifecycle: { preStop: { sleep: { seconds: 1 } } }"));
        await test.UntilFileAsync("up");

        var start = TimeProvider.System.GetTimestamp();
        test.Cluster.Delete(Key);
        await test.UntilAsync(() => test.Cluster.Pods.Count == 0);

        TimeProvider.System.GetElapsedTime(start).ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task The_end_of_the_cluster_ends_all_pods_at_once_within_its_own_grace()
    {
        var test = await TestCluster.StartAsync(options => options with { ShutdownGrace = TimeSpan.FromSeconds(1) });
        List<ProcessIdentity> processes;
        await using (test)
        {
            test.Apply(Yaml.Shell("a", "trap '' TERM; while :; do sleep 0.05; done", replicas: 5, pod: "terminationGracePeriodSeconds: 600"));
            await test.CompleteAsync("a");
            processes = [.. test.Cluster.Pods.Select(pod => ProcessIdentity.Of(pod.Pid!.Value)!)];
            processes.Count.ShouldBe(5);
        }

        processes.ShouldAllBe(process => !process.IsAlive);
        test.Cluster.Pods.ShouldBeEmpty();
        Should.Throw<ObjectDisposedException>(() => test.Apply(Yaml.Shell("b", "exit")));
    }
}
