using BigBen.ApiServer.Resources;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Kubelet.Containers;

public class ContainerEndingTests
{
    [Fact]
    public async Task A_pod_is_asked_to_end_and_leaves_nothing_but_its_log()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell("a", "trap 'echo asked; exit 0' TERM; echo up > $TMPDIR/up; while :; do sleep 0.05; done"));
        await test.FileAsync("a", "up");
        var process = test.ProcessOf("a");

        test.Delete("a");
        await test.GoneAsync("a");

        process.IsAlive.ShouldBeFalse();
        Directory.EnumerateFiles(test.Directory, "*.log", SearchOption.AllDirectories).Select(File.ReadAllText).ShouldBe(["asked\n"]);
        Directory.EnumerateFileSystemEntries(Path.Combine(test.Directory, "kubelet", "pods")).ShouldBeEmpty();
        (await test.HistoryAsync("a"))[^1].TextAt("status", "phase").ShouldBe("Succeeded");
    }

    [Fact]
    public async Task A_pod_that_does_not_listen_is_killed_after_its_grace()
    {
        var clock = new LaptopClock();
        await using var test = await TestNode.StartAsync(options => options with { Clock = clock });
        test.Apply(PodYaml.Shell(
            "a",
            "trap 'echo asked > $TMPDIR/asked' TERM; echo up > $TMPDIR/up; while :; do sleep 0.05; done",
            pod: "terminationGracePeriodSeconds: 20"));
        await test.FileAsync("a", "up");
        var process = test.ProcessOf("a");

        test.Delete("a");
        await test.FileAsync("a", "asked");
        clock.Advance(TimeSpan.FromSeconds(19));
        process.IsAlive.ShouldBeTrue();
        clock.Advance(TimeSpan.FromSeconds(1));
        await test.GoneAsync("a");

        process.IsAlive.ShouldBeFalse();
        var last = (await test.HistoryAsync("a"))[^1];
        last.TextAt("status", "phase").ShouldBe("Failed");
        last.ItemsAt("status", "containerStatuses").Single().NumberAt("state", "terminated", "exitCode").ShouldBe(137);
    }

    [Fact]
    public async Task The_grace_of_a_deletion_counts_not_that_of_the_pod_and_can_be_shortened()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a",
            "trap 'echo asked > $TMPDIR/asked' TERM; echo up > $TMPDIR/up; while :; do sleep 0.05; done",
            pod: "terminationGracePeriodSeconds: 1"));
        await test.FileAsync("a", "up");

        test.Delete("a", grace: 3600);
        await test.FileAsync("a", "asked");
        test.Delete("a", grace: 1);

        await test.GoneAsync("a");
    }

    [Fact]
    public async Task A_pod_deleted_without_grace_is_gone_at_once_and_its_process_soon()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell("a", PodYaml.EndsForNoSignal));
        await test.FileAsync("a", "up");
        var process = test.ProcessOf("a");

        test.Delete("a", grace: 0);
        test.Find("a").ShouldBeNull();
        test.Apply(PodYaml.Shell("a", "exec sleep 1000"));
        await test.ReadyAsync("a");

        using var deadline = new CancellationTokenSource(TestNode.Deadline);
        while (process.IsAlive)
            await Task.Delay(10, deadline.Token);
        test.IsReady("a").ShouldBeTrue();
    }

    [Fact]
    public async Task The_preStop_hook_comes_before_SIGTERM()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a",
            "trap 'echo term > $TMPDIR/term; echo term; exit 0' TERM; echo up > $TMPDIR/up; while :; do sleep 0.05; done",
            pod: "terminationGracePeriodSeconds: 600",
            container: """
                lifecycle:
                  preStop: { exec: { command: [sh, -c, 'echo hook > $TMPDIR/hook; while test ! -e $TMPDIR/go; do sleep 0.05; done'] } }
                """));
        await test.FileAsync("a", "up");
        var temporary = test.TemporaryOf("a");

        test.Delete("a");
        await test.FileAsync("a", "hook");
        File.Exists(Path.Combine(temporary, "term")).ShouldBeFalse();
        await File.WriteAllTextAsync(Path.Combine(temporary, "go"), "");
        await test.GoneAsync("a");

        Directory.EnumerateFiles(test.Directory, "*.log", SearchOption.AllDirectories).Select(File.ReadAllText).ShouldBe(["term\n"]);
    }

    [Fact]
    public async Task A_hook_that_leaves_something_running_is_over_when_its_command_is()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a",
            "exec sleep 1000",
            pod: "terminationGracePeriodSeconds: 600",
            container: "lifecycle: { preStop: { exec: { command: [sh, -c, 'sleep 1000 & exit 0'] } } }"));
        await test.ReadyAsync("a");

        test.Delete("a");
        await test.GoneAsync("a");

        await test.ProcessesAsync(0);
    }

    [Fact]
    public async Task A_hook_that_fails_is_told()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a",
            "exec sleep 1000",
            container: "lifecycle: { preStop: { exec: { command: [sh, -c, 'echo no; exit 1'] } } }"));
        await test.ReadyAsync("a");

        test.Delete("a");
        await test.GoneAsync("a");

        test.Happened("a", "FailedPreStopHook", "PreStopHook failed: no").ShouldBeTrue();
    }

    [Fact]
    public async Task The_end_of_the_kubelet_ends_all_pods_at_once_within_its_own_grace_and_keeps_them()
    {
        var directory = TestNode.NewDirectory();
        var test = await TestNode.StartAsync(options => options with { ShutdownGrace = TimeSpan.FromSeconds(1) }, directory);
        string[] pods = ["a", "b", "c", "d", "e"];
        foreach (var pod in pods)
            test.Apply(PodYaml.Shell(pod, PodYaml.EndsForNoSignal, pod: "terminationGracePeriodSeconds: 600"));
        foreach (var pod in pods)
        {
            await test.ReadyAsync(pod);
            await test.FileAsync(pod, "up");
        }

        var processes = pods.Select(test.ProcessOf).ToList();
        var uid = test.Find("a")!.Value.TextAt("metadata", "uid");

        await test.CloseAsync();
        processes.ShouldAllBe(process => !process.IsAlive);
        // What they had started is killed as well, and gone once the system comes to it.
        await Eventually.TrueAsync(() => Task.FromResult(TestNode.ProcessesOf(directory).Count == 0));

        await using var next = await TestNode.StartAsync(directory: directory);
        next.Agent.Leftovers.ShouldBe(0);
        foreach (var pod in pods)
            await next.ReadyAsync(pod);
        next.Find("a")!.Value.TextAt("metadata", "uid").ShouldBe(uid);
        next.Container("a").NumberAt("restartCount").ShouldBe(1);
        next.Container("a").NumberAt("lastState", "terminated", "exitCode").ShouldBe(137);
        next.Find("a")!.Value.FieldsAt("metadata", "deletionTimestamp").ShouldBeEmpty();
    }
}
