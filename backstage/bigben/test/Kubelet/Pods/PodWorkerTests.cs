using System.Text.Json;
using BigBen.ApiServer.Resources;
using BigBen.Foundation.Processes;
using BigBen.Kubelet;

namespace BigBen.Tests.Kubelet.Pods;

/// <summary>What becomes of a pod whose container ends, or cannot be started.</summary>
public class PodWorkerTests
{
    // Nobody waits this out: only what is waited for can wake the pod.
    private static readonly BackOffOptions Never = new(TimeSpan.FromDays(1), TimeSpan.FromDays(1));

    [Fact]
    public async Task A_program_that_ends_is_started_again_with_growing_delay_and_told()
    {
        // A run of twice the longest wait would be forgiven, however slow this machine is.
        var backOff = new BackOffOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(30));
        await using var test = await TestNode.StartAsync(options => options with { RestartBackOff = backOff });
        test.Apply(PodYaml.Shell("a", "echo all is lost; exit 3"));
        JsonElement container = default;

        // It soon runs again: what is looked at is what was waited for.
        await test.UntilAsync(() => (container = test.Container("a")).NumberAt("restartCount") >= 3
            && container.TextAt("state", "waiting", "reason") == "CrashLoopBackOff");

        container.NumberAt("lastState", "terminated", "exitCode").ShouldBe(3);
        container.TextAt("lastState", "terminated", "reason").ShouldBe("Error");
        container.TextAt("lastState", "terminated", "message").ShouldBe("all is lost");
        container.FlagAt("ready").ShouldBeFalse();
        test.Find("a")!.Value.TextAt("status", "phase").ShouldBe("Running");
        var messages = (await test.HistoryAsync("a"))
            .SelectMany(form => form.ItemsAt("status", "containerStatuses"))
            .Select(status => status.TextAt("state", "waiting", "message")?.Split(' ')[1]);
        messages.OfType<string>().Distinct().Take(3).ShouldBe(["20ms", "40ms", "80ms"]);
    }

    [Fact]
    public async Task A_killed_program_is_started_again_by_the_same_pod()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell("a", "exec sleep 1000"));
        await test.ReadyAsync("a");
        var before = test.ProcessOf("a");

        Signals.Send(before, Signals.Kill);
        await test.UntilAsync(() => test.Container("a").NumberAt("restartCount") == 1 && test.IsReady("a"));

        test.ProcessOf("a").ShouldNotBe(before);
        test.Container("a").NumberAt("lastState", "terminated", "exitCode").ShouldBe(137);
    }

    [Fact]
    public async Task What_a_program_leaves_running_ends_with_it()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell("a", "sleep 1000 & echo $! > $TMPDIR/child; sleep 1000 & wait"));
        await test.ReadyAsync("a");
        var child = ProcessIdentity.Of(int.Parse(await test.FileAsync("a", "child"), System.Globalization.CultureInfo.InvariantCulture))!;

        Signals.Send(test.ProcessOf("a"), Signals.Kill);
        await test.UntilAsync(() => test.Container("a").NumberAt("restartCount") == 1 && test.IsReady("a"));

        // A killed process is gone once the system comes to it.
        using var deadline = new CancellationTokenSource(TestNode.Deadline);
        while (child.IsAlive)
            await Task.Delay(10, deadline.Token);
    }

    [Fact]
    public async Task A_missing_image_is_told_and_waited_for()
    {
        await using var test = await TestNode.StartAsync(options => options with { ImageBackOff = Never });
        test.Images.Lose("shell:v1");
        test.Apply(PodYaml.Shell("a", "exec sleep 1000"));
        await test.UntilAsync(() => test.Waits("a") == "ImagePullBackOff");

        test.Container("a").TextAt("state", "waiting", "message")
            .ShouldBe("Back-off pulling image \"shell:v1\": ErrImagePull: There is no image shell:v1.");
        test.Find("a")!.Value.TextAt("status", "phase").ShouldBe("Pending");
        test.Told("a").Skip(1).ShouldBe(
            [
                "Normal Pulling: Pulling image \"shell:v1\"",
                "Warning Failed: Failed to pull image \"shell:v1\": There is no image shell:v1.",
                "Warning Failed: Error: ErrImagePull",
                "Normal BackOff: Back-off pulling image \"shell:v1\"",
                "Warning Failed: Error: ImagePullBackOff",
            ]);
        test.Images.Find("shell:v1");
        test.Agent.ImagesHaveChanged();
        await test.ReadyAsync("a");
    }

    [Fact]
    public async Task A_missing_ConfigMap_is_told_and_waited_for()
    {
        await using var test = await TestNode.StartAsync(options => options with { ImageBackOff = Never });
        test.Apply(PodYaml.Shell("a", "exec sleep 1000", container: "envFrom: [ { configMapRef: { name: config } } ]"));
        await test.UntilAsync(() => test.Waits("a") == "CreateContainerConfigError");
        test.Container("a").TextAt("state", "waiting", "message").ShouldBe("configmap \"config\" not found");
        test.Happened("a", "Failed", "Error: configmap \"config\" not found").ShouldBeTrue();

        test.Apply("{ apiVersion: v1, kind: ConfigMap, metadata: { name: config }, data: { A: b } }");
        await test.ReadyAsync("a");
    }

    [Fact]
    public async Task A_platform_works_in_a_deep_folder_with_blanks()
    {
        // Deeper than the 108 bytes that the name of a Unix socket may have: .NET makes one in TMPDIR.
        var root = TestNode.NewDirectory();
        var deep = Path.Combine(root, string.Join('/', Enumerable.Repeat("a deep folder", 10)));
        Directory.CreateDirectory(deep);
        await using (var test = await TestNode.StartAsync(directory: deep))
        {
            test.Apply(PodYaml.Web("a"));
            await test.ReadyAsync("a");

            test.Container("a").NumberAt("restartCount").ShouldBe(0);
            (await test.LogAsync("a")).ShouldBe("");
        }

        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task A_failure_that_nobody_thought_of_is_told_and_tried_again()
    {
        var failures = 2;
        await using var test = await TestNode.StartAsync(options => options with
        {
            Environment = (_, _) => failures-- > 0
                ? throw new InvalidOperationException("out of order")
                : Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>()),
        });
        test.Apply(PodYaml.Shell("a", "exec sleep 1000"));
        await test.ReadyAsync("a");

        test.Events("a").Single(happened => happened.TextAt("message") == "Error: out of order").NumberAt("count").ShouldBe(2);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell("a", "", container: "command: [/no/such/program]"));
        await test.UntilAsync(() => test.Container("a").NumberAt("restartCount") > 1);

        // That is told until the back-off is, which may be at once.
        (await test.HistoryAsync("a")).SelectMany(form => form.ItemsAt("status", "containerStatuses"))
            .Any(status => status.NumberAt("restartCount") == 2 && status.TextAt("state", "waiting", "reason") == "RunContainerError")
            .ShouldBeTrue();
        var container = test.Container("a");
        container.TextAt("lastState", "terminated", "reason").ShouldBe("StartError");
        container.NumberAt("lastState", "terminated", "exitCode").ShouldBe(128);
        container.TextAt("lastState", "terminated", "message")!.ShouldContain("stat /no/such/program: no such file or directory");
        test.Happened("a", "Failed", "Error: unable to start container process: exec: \"/no/such/program\"").ShouldBeTrue();
    }

    [Theory]
    [InlineData("Never", 0, "Succeeded", "PodCompleted", "Completed")]
    [InlineData("Never", 3, "Failed", "PodFailed", "Error")]
    [InlineData("OnFailure", 0, "Succeeded", "PodCompleted", "Completed")]
    public async Task A_pod_that_is_not_restarted_is_finished(string policy, int exitCode, string phase, string ready, string reason)
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell("a", $"exit {exitCode}", pod: $"restartPolicy: {policy}"));
        await test.UntilAsync(() => test.Find("a")?.TextAt("status", "phase") == phase);

        test.Container("a").TextAt("state", "terminated", "reason").ShouldBe(reason);
        test.Find("a")!.Value.ItemsAt("status", "conditions").Single(condition => condition.TextAt("type") == "Ready")
            .TextAt("reason").ShouldBe(ready);
        test.Delete("a");
        test.Find("a").ShouldBeNull();
    }

    [Fact]
    public async Task A_pod_that_is_restarted_on_failure_runs_until_it_succeeds()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a", "test -e $TMPDIR/second && exit 0; echo > $TMPDIR/second; exit 1", pod: "restartPolicy: OnFailure"));

        await test.UntilAsync(() => test.Find("a")?.TextAt("status", "phase") == "Succeeded");

        test.Container("a").NumberAt("restartCount").ShouldBe(1);
    }

    [Theory]
    [InlineData("Never", "Failed", 0)]
    [InlineData("OnFailure", "Succeeded", 1)]
    public async Task A_program_that_the_end_of_the_platform_cuts_off_has_not_succeeded(string policy, string phase, int restarts)
    {
        var directory = TestNode.NewDirectory();
        var test = await TestNode.StartAsync(Patient, directory);
        // It says that all went well, as every host of .NET does that was asked to end.
        test.Apply(PodYaml.Shell("a", Once(directory), $"restartPolicy: {policy}"));
        await test.FileAsync("a", "up");
        await test.CloseAsync();

        await using var next = await TestNode.StartAsync(directory: directory);
        await next.UntilAsync(() => next.Find("a")!.Value.TextAt("status", "phase") is "Succeeded" or "Failed");

        next.Find("a")!.Value.TextAt("status", "phase").ShouldBe(phase);
        next.Container("a").NumberAt("restartCount").ShouldBe(restarts);
        var cutOff = next.Container("a").At(restarts == 0 ? "state" : "lastState", "terminated")!.Value;
        (cutOff.NumberAt("exitCode"), cutOff.TextAt("reason")).ShouldBe((255, "Unknown"));
    }

    [Fact]
    public async Task An_init_container_that_the_end_of_the_platform_cuts_off_runs_again()
    {
        var directory = TestNode.NewDirectory();
        var test = await TestNode.StartAsync(Patient, directory);
        test.Apply(PodYaml.Shell(
            "a",
            "exec sleep 1000",
            $$"""
            restartPolicy: Never
            initContainers: [ { name: first, image: shell:v1, args: [ "{{Once(directory)}}" ] } ]
            """));
        await test.FileAsync("a", "up", "first");
        await test.CloseAsync();

        await using var next = await TestNode.StartAsync(directory: directory);
        await next.ReadyAsync("a");

        next.Container("a", "first").NumberAt("restartCount").ShouldBe(1);
        next.Container("a").NumberAt("restartCount").ShouldBe(0);
    }

    [Fact]
    public async Task A_program_that_serves_and_ends_with_the_platform_keeps_how_it_ended()
    {
        var directory = TestNode.NewDirectory();
        var test = await TestNode.StartAsync(Patient, directory);
        test.Apply(PodYaml.Shell("a", "trap 'exit 0' TERM; echo up > $TMPDIR/up; while :; do sleep 0.05; done"));
        await test.FileAsync("a", "up");
        await test.CloseAsync();

        await using var next = await TestNode.StartAsync(directory: directory);
        await next.UntilAsync(() => next.Container("a").NumberAt("restartCount") == 1);

        next.Container("a").TextAt("lastState", "terminated", "reason").ShouldBe("Completed");
    }

    [Theory]
    [InlineData("initContainers: [ { name: first, image: shell:v1, tty: true } ]", "", "spec.initContainers[0].tty is not supported")]
    [InlineData("", "tty: true", "spec.containers[0].tty is not supported")]
    [InlineData("", "comand: [x]", "spec.containers[0].comand is not a field")]
    public async Task A_pod_that_asks_for_what_cannot_be_done_says_so_and_can_be_deleted(string pod, string container, string message)
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell("a", "exec sleep 1000", pod, container));
        await test.UntilAsync(() => test.Waits("a") == "CreateContainerConfigError");
        test.Container("a").TextAt("state", "waiting", "message")!.ShouldContain(message);

        test.Delete("a");
        await test.GoneAsync("a");
    }

    // What ends when it is asked to is not killed before, however slow this machine is.
    private static KubeletOptions Patient(KubeletOptions options) => options with { ShutdownGrace = TimeSpan.FromMinutes(10) };

    // Waits to be asked to end in its first run, and has nothing to do in the next.
    private static string Once(string directory) =>
        $"test -e {directory}/once && exit 0; trap 'exit 0' TERM; touch {directory}/once; echo up > $TMPDIR/up; "
        + "while :; do sleep 0.05; done";
}
