using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using BigBen.Foundation;
using BigBen.Kubelet;

namespace BigBen.Tests.Kubelet;

public class NodeAgentTests
{
    [Fact]
    public async Task The_node_is_there_and_ready()
    {
        await using var test = await TestNode.StartAsync();

        var node = test.Store.Find(ResourceCatalog.Find("", "v1", "nodes")!, "", NodeAgent.NodeName)!.Value;

        node.HasCondition("Ready").ShouldBeTrue();
        node.HasCondition("DiskPressure", "False").ShouldBeTrue();
        node.TextAt("status", "capacity", "cpu").ShouldBe($"{Environment.ProcessorCount}");
        node.ItemsAt("status", "addresses").Select(address => address.TextAt("address")).ShouldBe(["127.0.0.1", "bigben"]);
        node.TextAt("status", "nodeInfo", "kubeletVersion").ShouldBe("v1.36.3");
        node.TextAt("status", "nodeInfo", "architecture").ShouldBeOneOf("amd64", "arm64");
    }

    [Fact]
    public async Task A_pod_beyond_what_the_node_takes_is_turned_away()
    {
        await using var test = await TestNode.StartAsync(options => options with { MostPods = 1 });
        test.Apply(PodYaml.Shell("a", "exec sleep 1000"));
        await test.ReadyAsync("a");
        // As a predecessor with more room has left it: the API server would not take it any more.
        test.Store.Update(
            ResourceCatalog.Find("", "v1", "nodes")!,
            "",
            NodeAgent.NodeName,
            node =>
            {
                node["status"]!["allocatable"]!["pods"] = "2";
                return node;
            },
            new WriteOptions(Subresource: "status"));

        test.Apply(PodYaml.Shell("b", "exec sleep 1000"));
        await test.UntilAsync(() => test.Happened("b", "OutOfpods", "requested: 1, used: 1, capacity: 1"));

        test.Find("b")!.Value.TextAt("status", "phase").ShouldBe("Failed");
        test.Find("b")!.Value.TextAt("status", "reason").ShouldBe("OutOfpods");
        await test.ProcessesAsync(1);
    }

    [Fact]
    public async Task Two_kubelets_do_not_share_a_directory()
    {
        await using var test = await TestNode.StartAsync();
        var options = new KubeletOptions
        {
            Directory = Path.Combine(test.Directory, "kubelet"),
            Images = test.Images,
            Environment = (_, _) => throw new InvalidOperationException("nothing is started"),
        };

        var starting = NodeAgent.StartAsync(test.Store, options, test.Logs, test.Containers, test.Usage, CancellationToken.None);

        (await Should.ThrowAsync<PlatformException>(() => starting)).Message.ShouldContain("kubelet' cannot be used");
    }

    [Fact]
    public async Task A_pod_of_another_node_and_a_finished_one_are_left_alone()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell("elsewhere", "exec sleep 1000", pod: "nodeName: other"));
        test.Apply(PodYaml.Shell("a", "exec sleep 1000"));
        await test.ReadyAsync("a");

        test.Find("elsewhere")!.Value.ItemsAt("status", "conditions").ShouldBeEmpty();
        await test.ProcessesAsync(1);
    }

    [Fact]
    public async Task A_finished_pod_that_is_being_deleted_goes_wherever_its_kubelet_was_killed()
    {
        var directory = TestNode.NewDirectory();
        var test = await TestNode.StartAsync(directory: directory);
        test.Apply(PodYaml.Shell("a", "exec sleep 1000"));
        test.Apply(
            PodYaml.Shell("held", "exec sleep 1000").Replace("name: held,", "name: held, finalizers: [ a/b ],", StringComparison.Ordinal));
        await test.ReadyAsync("a");
        await test.ReadyAsync("held");
        await test.CloseAsync();
        // As it is on disk between a deleted pod's last status and its removal.
        using (var storage = ObjectStorage.Open(Path.Combine(directory, "objects.db"), history: 100))
        {
            var store = new ObjectStore(storage, TimeProvider.System);
            foreach (var name in new[] { "a", "held" })
            {
                store.Delete(Kinds.Pods, TestNode.Namespace, name);
                store.UpdateStatus(Kinds.Pods, store.Find(Kinds.Pods, TestNode.Namespace, name)!.Value, status =>
                    status["phase"] = "Failed");
            }
        }

        await using var next = await TestNode.StartAsync(directory: directory);

        await next.GoneAsync("a");
        await next.UntilAsync(() => next.Find("held")!.Value.NumberAt("metadata", "deletionGracePeriodSeconds") == 0);
        next.Store.Change(Kinds.Pods, next.Find("held")!.Value, pod => pod["metadata"]!.AsObject().Remove("finalizers"));
        await next.GoneAsync("held");
    }

    [Fact]
    public async Task A_pod_that_ends_by_itself_while_it_is_deleted_goes()
    {
        await using var test = await TestNode.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            test.Apply(PodYaml.Shell($"a-{i}", "exit 0", pod: "restartPolicy: Never"));
            await test.UntilAsync(() => test.Find($"a-{i}")!.Value.TextAt("status", "phase") == "Succeeded"
                || test.Container($"a-{i}").At("state", "running") is not null);
            test.Delete($"a-{i}");
        }

        for (var i = 0; i < 20; i++)
            await test.GoneAsync($"a-{i}");
    }

    [Fact]
    public async Task Nothing_is_written_while_nothing_changes()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a",
            "exec sleep 1000",
            container: "readinessProbe: { exec: { command: [sh, -c, 'echo x >> $TMPDIR/asked'] }, periodSeconds: 1, timeoutSeconds: 60 }"));
        await test.ReadyAsync("a");
        await test.UntilAsync(() => test.Happened("a", "Started", "Container started"));
        var before = test.Store.Current.Version;
        var asked = Path.Combine(test.TemporaryOf("a"), "asked");

        // Some probes later.
        using var deadline = new CancellationTokenSource(TestNode.Deadline);
        while ((await File.ReadAllLinesAsync(asked)).Length < 4)
            await Task.Delay(20, deadline.Token);

        test.Store.Current.Version.ShouldBe(before);
    }

    [Fact]
    public async Task What_others_write_into_a_pods_status_is_kept()
    {
        await using var test = await TestNode.StartAsync();
        test.Apply(PodYaml.Shell(
            "a",
            "exec sleep 1000",
            container: "readinessProbe: { exec: { command: [sh, -c, 'test -e $TMPDIR/ready'] } }"));
        await test.UntilAsync(() => test.Container("a").At("state", "running") is not null);
        test.Store.Update(
            Kinds.Pods,
            TestNode.Namespace,
            "a",
            pod =>
            {
                pod["status"]!["conditions"]!.AsArray().Add(new JsonObject { ["type"] = "Mine", ["status"] = "True" });
                return pod;
            },
            new WriteOptions(Subresource: "status"));

        await File.WriteAllTextAsync(Path.Combine(test.TemporaryOf("a"), "ready"), "");
        await test.ReadyAsync("a");

        test.Find("a")!.Value.HasCondition("Mine").ShouldBeTrue();
    }
}
