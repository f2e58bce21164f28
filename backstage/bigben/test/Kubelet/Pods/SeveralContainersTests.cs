using BigBen.ApiServer.Resources;

namespace BigBen.Tests.Kubelet.Pods;

/// <summary>Pods of several containers.</summary>
public class SeveralContainersTests
{
    private const string UntilGo = "echo from $0 $HOSTNAME; while test ! -e $TMPDIR/go; do sleep 0.05; done; rm $TMPDIR/go; exit 3";

    [Fact]
    public async Task Each_container_has_its_own_process_log_usage_and_restarts()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(Pod("a", Container("one", "echo one; echo up > $TMPDIR/up; exec sleep 1000"), Container("two", UntilGo)));
        await test.ReadyAsync("a");
        // Without a probe a container is ready before its program has said anything.
        await test.FileAsync("a", "up", "one");
        var before = test.Container("a", "one").TextAt("containerID");

        await File.WriteAllTextAsync(Path.Combine(test.TemporaryOf("a", "two"), "go"), "");
        await test.UntilAsync(() => test.Container("a", "two").NumberAt("restartCount") == 1 && test.IsReady("a"));

        test.Container("a", "two").NumberAt("lastState", "terminated", "exitCode").ShouldBe(3);
        test.Container("a", "one").NumberAt("restartCount").ShouldBe(0);
        test.Container("a", "one").TextAt("containerID").ShouldBe(before);
        test.Container("a", "one").At("state", "running").ShouldNotBeNull();
        (await test.LogAsync("a", options => options with { Container = "one" })).ShouldBe("one\n");
        (await test.LogAsync("a", options => options with { Container = "two", Previous = true })).ShouldBe("from two a\n");
        var pod = test.Usage.Pods().ShouldHaveSingleItem();
        pod["containers"]!.AsArray().Select(container => $"{container!["name"]}").Order().ShouldBe(["one", "two"]);
        var (one, two) = (test.Containers.Find(test.Find("a")!.Value, "one"), test.Containers.Find(test.Find("a")!.Value, "two"));
        one.ShouldNotBeNull();
        two.ShouldNotBeNull().ShouldNotBe(one);
        test.Containers.Find(test.Find("a")!.Value, container: null).ShouldBe(one);
    }

    [Fact]
    public async Task A_pod_is_ready_when_all_its_containers_are()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(Pod(
            "a",
            Container("one", "exec sleep 1000"),
            Container("two", "exec sleep 1000", "readinessProbe: { exec: { command: [sh, -c, 'test -e $TMPDIR/ready'] } }")));
        await test.UntilAsync(
            () => test.Container("a", "one").FlagAt("ready") && test.Container("a", "two").At("state", "running") is not null);

        foreach (var condition in new[] { "Ready", "ContainersReady" })
            test.Condition("a", condition).ShouldBe("False ContainersNotReady containers with unready status: [two]");
        await File.WriteAllTextAsync(Path.Combine(test.TemporaryOf("a", "two"), "ready"), "");
        await test.ReadyAsync("a");
    }

    [Fact]
    public async Task A_container_without_an_image_keeps_no_other_from_running()
    {
        await using var test = await TestNode.StartAsync();
        test.Images.Lose("shell:v2");
        test.Apply(Pod(
            "a",
            Container("one", "exec sleep 1000"),
            Container("two", "exec sleep 1000").Replace("v1", "v2", StringComparison.Ordinal)));

        await test.UntilAsync(() => test.Container("a", "one").At("state", "running") is not null
            && test.Container("a", "two").TextAt("state", "waiting", "reason") == "ImagePullBackOff");

        test.Find("a")!.Value.TextAt("status", "phase").ShouldBe("Pending");
    }

    [Theory]
    [InlineData(0, "Succeeded")]
    [InlineData(3, "Failed")]
    public async Task A_pod_has_ended_when_all_its_containers_have(int exitCode, string phase)
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(Pod(
            "a",
            "restartPolicy: Never",
            Container("one", $"exit {exitCode}"),
            Container("two", "while test ! -e $TMPDIR/go; do sleep 0.05; done")));
        await test.UntilAsync(() => test.Container("a", "one").At("state", "terminated") is not null
            && test.Container("a", "two").At("state", "running") is not null);
        test.Find("a")!.Value.TextAt("status", "phase").ShouldBe("Running");

        await File.WriteAllTextAsync(Path.Combine(test.TemporaryOf("a", "two"), "go"), "");
        await test.UntilAsync(() => test.Find("a")!.Value.TextAt("status", "phase") == phase);
    }

    private static string Container(string name, string script, string more = "") =>
        $$"""
          - name: {{name}}
            image: shell:v1
            args: ["{{script}}", {{name}}]
            {{more}}
        """;

    private static string Pod(string name, params string[] parts) =>
        $"""
        apiVersion: v1
        kind: Pod
        metadata: {"{ name: " + name + " }"}
        spec:
          {string.Join('\n', parts.Where(part => !part.StartsWith(' ')))}
          containers:
        {string.Join('\n', parts.Where(part => part.StartsWith(' ')))}
        """;
}
