using BigBen.Runtime;
using BigBen.Tests.Manifests;

namespace BigBen.Tests.Runtime;

public class RestartTests
{
    [Fact]
    public async Task A_program_that_ends_is_started_again_with_growing_delay_and_told()
    {
        // A run of twice the longest wait would be forgiven, however slow this machine is.
        var backOff = new BackOffOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(30));
        await using var test = await TestCluster.StartAsync(options => options with { RestartBackOff = backOff });
        test.Apply(Yaml.Shell("a", "echo all is lost; exit 3"));

        PodStatus? pod = null;
        await test.UntilAsync(() => (pod = test.OnlyPod()) is { Restarts: >= 4, WaitingReason: "CrashLoopBackOff" });

        pod.ShouldNotBeNull();
        pod.LastExitCode.ShouldBe(3);
        pod.LastSignal.ShouldBeNull();
        pod.Message.ShouldBe("exit code 3: all is lost");
        pod.Ready.ShouldBeFalse();
        pod.Pid.ShouldBeNull();
        test.Cluster.Events.Where(happened => happened.Reason == "BackOff").Select(happened => happened.Message.Split(' ')[1]).Take(3)
            .ShouldBe(["0.02", "0.04", "0.08"]);
        await test.UntilAsync(() =>
            test.Cluster.DeploymentStatus("developer", "a")!.Message == $"0 of 1 updated replicas available; {pod.Name}: CrashLoopBackOff: exit code 3: all is lost");
    }

    [Fact]
    public async Task A_killed_program_is_started_again_by_the_same_pod()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", "exec sleep 1000"));
        await test.CompleteAsync("a");
        var before = test.OnlyPod();

        Kill(before.Pid!.Value, 9);
        await test.UntilAsync(() => test.Cluster.Pods is [{ Restarts: 1, Ready: true }]);

        var after = test.OnlyPod();
        after.Name.ShouldBe(before.Name);
        after.Pid.ShouldNotBe(before.Pid);
        after.LastSignal.ShouldBe("SIGKILL");
        after.LastExitCode.ShouldBe(137);
    }

    [Fact]
    public async Task What_a_program_leaves_running_ends_with_it()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", "sleep 1000 & echo $! > $TMPDIR/child; sleep 1000 & wait"));
        await test.CompleteAsync("a");
        var child = 0;
        await test.UntilFileAsync("child", text => child = int.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        var process = ProcessIdentity.Of(child)!;

        Kill((await test.RunningPodAsync()).Pid!.Value, 9);
        await test.UntilAsync(() => test.Cluster.Pods is [{ Restarts: 1, Ready: true }]);

        // A killed process is gone once the system comes to it.
        using var deadline = new CancellationTokenSource(TestCluster.Deadline);
        while (process.IsAlive)
            await Task.Delay(10, deadline.Token);
    }

    [Fact]
    public async Task A_missing_image_is_waited_for()
    {
        var backOff = new BackOffOptions(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        await using var test = await TestCluster.StartAsync(options => options with { ImageBackOff = backOff });
        test.Images.Missing.Add("shell:v1");
        test.Apply(Yaml.Shell("a", "exec sleep 1000"));

        await test.UntilAsync(() => test.Cluster.Pods is [{ WaitingReason: "ErrImagePull" }]);
        await test.UntilAsync(() => test.Cluster.Pods is [{ WaitingReason: "ImagePullBackOff" }]);
        test.OnlyPod().Message.ShouldBe("There is no image shell:v1.");
        test.Cluster.DeploymentStatus("developer", "a")!.Message.ShouldContain("ImagePullBackOff: There is no image shell:v1.");

        lock (test.Images.Missing)
            test.Images.Missing.Clear();
        await test.CompleteAsync("a");
        test.OnlyPod().Digest.ShouldBe("sha256:v1");
    }

    [Fact]
    public async Task A_platform_works_in_a_deep_folder_with_blanks()
    {
        // Deeper than the 108 bytes that the name of a Unix socket may have: .NET makes one in TMPDIR.
        var root = TestCluster.NewDirectory();
        await using (var test = await TestCluster.StartAsync(directory: Path.Combine(root, string.Join('/', Enumerable.Repeat("a deep folder", 10)))))
        {
            test.Apply(Yaml.Web("a", "v1"));
            await test.CompleteAsync("a");

            test.OnlyPod().Restarts.ShouldBe(0);
            (await test.Cluster.ReadLogsAsync("developer", test.OnlyPod().Name).ToListAsync()).ShouldBeEmpty();
        }

        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task A_failure_that_nobody_thought_of_is_told_and_tried_again()
    {
        var failures = 2;
        await using var test = await TestCluster.StartAsync(options => options with
        {
            Environment = (_, _) => failures-- > 0 ? throw new InvalidOperationException("out of order") : ValueTask.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>()),
        });
        test.Apply(Yaml.Shell("a", "exec sleep 1000"));
        await test.CompleteAsync("a");

        test.Cluster.Events.ShouldContain(happened => happened.Reason == "RunContainerError" && happened.Message == "out of order" && happened.Count == 2);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_a_crash_that_says_so()
    {
        await using var test = await TestCluster.StartAsync();
        test.Apply(Yaml.Shell("a", "", container: "command: [/no/such/program]"));

        await test.UntilAsync(() => test.Cluster.Pods is [{ LastExitCode: 127, Restarts: > 1 }]);

        test.Cluster.Events.ShouldContain(happened => happened.Reason == "BackOff" && happened.Message.Contains("/no/such/program"));
    }

    private static void Kill(int pid, int signal) => Signals.Send(ProcessIdentity.Of(pid)!, signal);
}
