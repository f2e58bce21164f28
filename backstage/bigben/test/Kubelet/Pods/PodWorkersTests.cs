using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Tests.Ingress;
using Microsoft.Extensions.Logging;

namespace BigBen.Tests.Kubelet.Pods;

/// <summary>Pods that are deleted before anything of them ran, and those that the kubelet itself fails with.</summary>
public class PodWorkersTests
{
    private const string Waits = "envFrom: [ { configMapRef: { name: none } } ]";

    [Theory]
    [InlineData("", Waits, "CreateContainerConfigError", true)]
    [InlineData("volumes: [ { name: v, configMap: { name: none } } ]", "", "ContainerCreating", true)]
    [InlineData("initContainers: [ { name: first, image: shell:v1, envFrom: [ { configMapRef: { name: none } } ] } ]", "",
        "PodInitializing", false)]
    public async Task A_pod_that_is_deleted_before_it_ran_has_failed(string pod, string container, string waits, bool isInitialized)
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(Held(PodYaml.Shell("a", "exec sleep 1000", pod, container)));
        await test.UntilAsync(() => test.Waits("a") == waits
            && (isInitialized || test.Container("a", "first").TextAt("state", "waiting", "reason") == "CreateContainerConfigError"));

        test.Delete("a");
        await test.UntilAsync(() => test.Find("a")!.Value.TextAt("status", "phase") == "Failed");

        var ended = test.Container("a").At("state", "terminated");
        ended?.TextAt("reason").ShouldBe("ContainerStatusUnknown");
        ended?.NumberAt("exitCode").ShouldBe(137);
        ended?.TextAt("message").ShouldBe("The container could not be located when the pod was terminated");
        (ended is not null).ShouldBe(isInitialized);
        await ReleaseAsync(test);
    }

    [Fact]
    public async Task A_pod_that_is_deleted_before_it_got_a_node_has_failed()
    {
        await using var test = await TestNode.StartAsync();
        test.Store.Create(Kinds.VolumeClaims, TestNode.Namespace, JsonNode.Parse(
            """{ "metadata": { "name": "data" }, "spec": { "volumeName": "none" } }""")!.AsObject());
        test.Apply(Held(PodYaml.Shell(
            "a", "exec sleep 1000", pod: "volumes: [ { name: v, persistentVolumeClaim: { claimName: data } } ]")));
        await test.UntilAsync(() => test.Condition("a", "PodScheduled")?.StartsWith("False", StringComparison.Ordinal) is true);

        test.Delete("a");
        await test.UntilAsync(() => test.Find("a")!.Value.TextAt("status", "phase") == "Failed");

        test.Find("a")!.Value.TextAt("spec", "nodeName").ShouldBeNull();
        await ReleaseAsync(test);
    }

    [Fact]
    public async Task A_pod_that_the_kubelet_fails_with_is_tried_again()
    {
        var log = new Told();
        await using var test = await TestNode.StartAsync(options => options with { Logger = log });
        // No API server takes a number; nobody expects it.
        test.Apply("{ apiVersion: v1, kind: ConfigMap, metadata: { name: config }, data: { A: 5 } }");
        test.Apply(PodYaml.Shell("a", "exec sleep 1000", pod: "volumes: [ { name: v, configMap: { name: config } } ]"));
        await Eventually.TrueAsync(() => Task.FromResult(
            log.Lines.Any(line => line.Contains("failed unexpectedly", StringComparison.Ordinal))));

        test.Store.Update(Kinds.ConfigMaps, TestNode.Namespace, "config", config =>
        {
            config["data"]!["A"] = "5";
            return config;
        });

        await test.ReadyAsync("a");
    }

    [Fact]
    public async Task How_a_pod_ended_while_the_disk_was_full_is_written_as_soon_as_it_can_be()
    {
        FullStore store = null!;
        await using var test = await TestNode.StartAsync(through: real => store = new FullStore(real));
        test.Apply(PodYaml.Shell(
            "a", "echo up > $TMPDIR/up; while test ! -e $TMPDIR/go; do sleep 0.05; done; exit 0", pod: "restartPolicy: Never"));
        await test.FileAsync("a", "up");
        await test.ReadyAsync("a");

        store.IsFull = true;
        await File.WriteAllTextAsync(Path.Combine(test.TemporaryOf("a"), "go"), "");
        await NoFolderAsync(test);
        test.IsReady("a").ShouldBeTrue();
        store.IsFull = false;

        await test.UntilAsync(() => test.Find("a")!.Value.TextAt("status", "phase") == "Succeeded");
        test.Container("a").NumberAt("state", "terminated", "exitCode").ShouldBe(0);
    }

    [Fact]
    public async Task What_became_of_a_running_pod_while_the_disk_was_full_is_written_as_soon_as_it_can_be()
    {
        FullStore store = null!;
        await using var test = await TestNode.StartAsync(through: real => store = new FullStore(real));
        test.Apply(PodYaml.Shell(
            "a",
            "echo up > $TMPDIR/up; exec sleep 1000",
            container: "readinessProbe: { exec: { command: [sh, -c, 'test -e $TMPDIR/go'] } }"));
        await test.FileAsync("a", "up");
        await test.UntilAsync(() => test.Container("a").At("state", "running") is not null);

        store.IsFull = true;
        await File.WriteAllTextAsync(Path.Combine(test.TemporaryOf("a"), "go"), "");
        await Eventually.TrueAsync(() => Task.FromResult(store.Refused > 0));
        test.IsReady("a").ShouldBeFalse();
        store.IsFull = false;

        await test.ReadyAsync("a");
    }

    [Fact]
    public async Task A_pod_that_is_deleted_while_the_disk_is_full_goes_as_soon_as_it_can()
    {
        FullStore store = null!;
        await using var test = await TestNode.StartAsync(through: real => store = new FullStore(real));
        test.Apply(PodYaml.Shell("a", "exec sleep 1000"));
        await test.ReadyAsync("a");

        store.IsFull = true;
        test.Delete("a");
        await NoFolderAsync(test);
        test.Find("a").ShouldNotBeNull();
        store.IsFull = false;

        await test.GoneAsync("a");
    }

    [Fact]
    public async Task A_pod_that_the_kubelet_fails_with_keeps_no_kubelet_from_its_end()
    {
        FullStore store = null!;
        var test = await TestNode.StartAsync(through: real => store = new FullStore(real));
        foreach (var pod in new[] { "a", "b" })
        {
            test.Apply(PodYaml.Shell(pod, "exec sleep 1000"));
            await test.ReadyAsync(pod);
        }

        store.IsFull = true;
        test.Delete("a");
        await NoFolderAsync(test);
        await Should.NotThrowAsync(test.CloseAsync);

        await using var next = await TestNode.StartAsync(directory: test.Directory);
        await next.GoneAsync("a");
        await next.ReadyAsync("b");
    }

    private static string Held(string pod) => pod.Replace("name: a,", "name: a, finalizers: [ a/b ],", StringComparison.Ordinal);

    private static async Task ReleaseAsync(TestNode test)
    {
        await test.UntilAsync(() => test.Find("a")!.Value.NumberAt("metadata", "deletionGracePeriodSeconds") == 0);
        test.Store.Change(Kinds.Pods, test.Find("a")!.Value, pod => pod["metadata"]!.AsObject().Remove("finalizers"));
        await test.GoneAsync("a");
    }

    // The last thing that a pod's worker does but for what it writes.
    private static Task NoFolderAsync(TestNode test) => Eventually.TrueAsync(() => Task.FromResult(
        !Directory.Exists(Path.Combine(test.Directory, "kubelet", "pods", test.Find("a")!.Value.Text("uid")))));

    private sealed class Told : ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));
    }
}
