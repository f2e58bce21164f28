using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Foundation;
using BigBen.Kubelet;
using BigBen.Kubelet.Pods;

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
            PodIdentity.Resource,
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
