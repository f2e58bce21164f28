using System.Globalization;
using BigBen.ApiServer.Resources;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Kubelet.Pods;

/// <summary>Init containers and sidecars.</summary>
public class PodInitializationTests
{
    [Fact]
    public async Task An_init_container_that_fails_for_good_fails_the_pod_and_ends_the_sidecars_before_it()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(Pod(
            "restartPolicy: Never",
            init: "{ name: side, image: shell:v1, args: [exec sleep 1000], restartPolicy: Always },"
                + "{ name: first, image: shell:v1, args: [exit 7] }, { name: second, image: shell:v1, args: [exit 0] }"));
        await test.UntilAsync(() => test.Find("a")?.TextAt("status", "phase") == "Failed");

        test.Condition("a", "Initialized")
            .ShouldBe("False ContainersNotInitialized containers with incomplete status: [side first second]");
        test.Condition("a", "Ready").ShouldBe("False PodFailed");
        test.Container("a", "first").NumberAt("state", "terminated", "exitCode").ShouldBe(7);
        test.Container("a", "side").At("state", "terminated").ShouldNotBeNull();
        foreach (var never in new[] { "second", "main" })
            test.Container("a", never).TextAt("state", "waiting", "reason").ShouldBe("PodInitializing");
        await test.ProcessesAsync(0);
    }

    [Fact]
    public async Task An_init_container_without_its_program_fails_a_pod_that_is_not_restarted()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(Pod("restartPolicy: Never", init: "{ name: first, image: shell:v1, command: [/none] }"));
        await test.UntilAsync(() => test.Find("a")?.TextAt("status", "phase") == "Failed");

        test.Container("a", "first").TextAt("state", "terminated", "reason").ShouldBe("StartError");
        test.Container("a", "first").NumberAt("state", "terminated", "exitCode").ShouldBe(128);
        test.Waits("a").ShouldBe("PodInitializing");
        await test.ProcessesAsync(0);
    }

    [Fact]
    public async Task An_init_container_that_fails_is_started_again_with_growing_delay()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(Pod("", init: "{ name: first, image: shell:v1, args: ['echo tried; exit 7'] }"));
        await test.UntilAsync(() => test.Container("a", "first").NumberAt("restartCount") >= 2
            && test.Container("a", "first").TextAt("state", "waiting", "reason") == "CrashLoopBackOff");

        test.Find("a")!.Value.TextAt("status", "phase").ShouldBe("Pending");
        test.Waits("a").ShouldBe("PodInitializing");
        // By now it may run once more, and has said nothing yet.
        await Eventually.TrueAsync(async () => await test.LogAsync("a", options => options with { Container = "first" }) == "tried\n");
        (await test.LogAsync("a")).ShouldBeNull();

        test.Delete("a");
        await test.GoneAsync("a");
    }

    [Fact]
    public async Task What_comes_after_a_sidecar_waits_for_its_startup_probe()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(Pod(
            "",
            init: "{ name: side, image: shell:v1, args: [exec sleep 1000], restartPolicy: Always, "
                + "startupProbe: { failureThreshold: 60, "
                + "exec: { command: [sh, -c, 'echo asked > $TMPDIR/asked; test -e $TMPDIR/go'] } } }"));
        await test.FileAsync("a", "asked", "side");
        test.Waits("a").ShouldBe("PodInitializing");
        test.Condition("a", "Ready").ShouldBe("False ContainersNotReady containers with unready status: [side main]");

        await File.WriteAllTextAsync(Path.Combine(test.TemporaryOf("a", "side"), "go"), "");
        await test.ReadyAsync("a");

        var history = await test.HistoryAsync("a");
        history.Where(form => form.ItemsAt("status", "containerStatuses").Any(main => main.At("state", "running") is not null))
            .SelectMany(form => form.ItemsAt("status", "initContainerStatuses")).All(side => side.FlagAt("started")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_sidecar_is_always_started_again_and_keeps_no_pod_from_completing()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(Pod(
            "restartPolicy: Never",
            init: "{ name: side, image: shell:v1, restartPolicy: Always, "
                + "args: ['test -e $TMPDIR/x || { touch $TMPDIR/x; exit 1; }; trap \"echo end; exit 9\" TERM; "
                + "echo up > $TMPDIR/up; while :; do sleep 0.05; done'] }",
            main: "while test ! -e $TMPDIR/go; do sleep 0.05; done"));
        await test.FileAsync("a", "up", "side");
        await test.UntilAsync(() => test.Container("a", "side").NumberAt("restartCount") == 1
            && test.Container("a", "main").At("state", "running") is not null);

        await File.WriteAllTextAsync(Path.Combine(test.TemporaryOf("a"), "go"), "");
        await test.UntilAsync(() => test.Find("a")!.Value.TextAt("status", "phase") == "Succeeded");

        test.Container("a", "side").NumberAt("state", "terminated", "exitCode").ShouldBe(9);
        (await test.LogAsync("a", options => options with { Container = "side" })).ShouldBe("end\n");
        test.Condition("a", "Initialized").ShouldBe("True PodCompleted");
        await test.ProcessesAsync(0);
    }

    [Fact]
    public async Task Sidecars_end_after_all_that_were_started_after_them()
    {
        await using var test = await TestNode.StartAsync();
        var order = Path.Combine(test.Directory, "order");
        test.Apply(Pod(
            "terminationGracePeriodSeconds: 600",
            init: $"{{ name: outer, image: shell:v1, args: ['{Script("outer")}'], restartPolicy: Always }},"
                + $"{{ name: inner, image: shell:v1, args: ['{Script("inner")}'], restartPolicy: Always }}",
            main: Script("main")));
        foreach (var container in new[] { "outer", "inner", "main" })
            await test.FileAsync("a", "up", container);
        await test.ReadyAsync("a");

        test.Delete("a");
        await test.GoneAsync("a");

        (await File.ReadAllLinesAsync(order)).ShouldBe(["main", "inner", "outer"]);
        test.Events("a").Where(told => told.TextAt("reason") == "Killing").Select(told => told.TextAt("message")!.Split(' ')[^1]).Order()
            .ShouldBe(["inner", "main", "outer"]);

        string Script(string name) => string.Create(
            CultureInfo.InvariantCulture,
            $"trap \"sleep 0.2; echo {name} >> {order}; exit 0\" TERM; echo up > $TMPDIR/up; while :; do sleep 0.05; done");
    }

    [Fact]
    public async Task A_pod_of_a_predecessor_is_initialized_again()
    {
        var directory = TestNode.NewDirectory();
        var test = await TestNode.StartAsync(directory: directory);
        test.Apply(Pod("", init: "{ name: first, image: shell:v1, args: [exit 0] }"));
        await test.ReadyAsync("a");
        await test.CloseAsync();

        await using var next = await TestNode.StartAsync(directory: directory);
        await next.UntilAsync(() => next.IsReady("a") && next.Container("a").NumberAt("restartCount") == 1);

        next.Container("a", "first").NumberAt("restartCount").ShouldBe(1);
        next.Condition("a", "Initialized").ShouldBe("True");
    }

    private static string Pod(string spec, string init, string main = "exec sleep 1000") =>
        $$"""
        apiVersion: v1
        kind: Pod
        metadata: { name: a }
        spec:
          {{spec}}
          initContainers: [ {{init}} ]
          containers: [ { name: main, image: shell:v1, args: ['{{main}}'] } ]
        """;
}
