using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.Kubelet;

namespace BigBen.Tests.Kubelet.Nodes;

public class SchedulerTests
{
    private const string Preemption =
        " no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";

    private const string Cordoned = "0/1 nodes are available: 1 node(s) were unschedulable." + Preemption;

    [Fact]
    public async Task A_pod_waits_while_the_node_is_cordoned_and_is_bound_when_it_is_not_any_more()
    {
        await using var node = await TestNode.StartAsync();
        Change(node, spec => spec["unschedulable"] = true);

        node.Apply(PodYaml.Shell("a", "exec sleep 1000"));

        await node.UntilAsync(() => node.Condition("a", "PodScheduled") == $"False Unschedulable {Cordoned}");
        await node.UntilAsync(() => node.Happened("a", "FailedScheduling", Cordoned));
        node.Find("a")!.Value.TextAt("spec", "nodeName").ShouldBeNull();
        Change(node, spec => spec.Remove("unschedulable"));
        await node.ReadyAsync("a");
    }

    [Fact]
    public async Task A_pod_waits_while_the_node_has_a_taint_that_it_does_not_tolerate()
    {
        await using var node = await TestNode.StartAsync();
        Change(node, spec => spec["taints"] = new JsonArray(
            new JsonObject { ["key"] = "only", ["value"] = "mine", ["effect"] = "NoSchedule" },
            new JsonObject { ["key"] = "rather", ["effect"] = "PreferNoSchedule" }));

        node.Apply(PodYaml.Shell("a", "exec sleep 1000"));
        node.Apply(Tolerating("b", "{ key: only, value: mine, effect: NoSchedule }"));
        node.Apply(Tolerating("c", "{ operator: Exists }"));
        node.Apply(Tolerating("d", "{ key: only, value: yours }"));

        await node.ReadyAsync("b");
        await node.ReadyAsync("c");
        foreach (var pod in new[] { "a", "d" })
        {
            await node.UntilAsync(() => node.Condition(pod, "PodScheduled")
                == $"False Unschedulable 0/1 nodes are available: 1 node(s) had untolerated taint(s).{Preemption}");
        }

        Change(node, spec => spec.Remove("taints"));
        await node.ReadyAsync("a");
    }

    [Fact]
    public async Task One_that_tolerates_it_is_bound_to_a_node_that_is_cordoned()
    {
        await using var node = await TestNode.StartAsync();
        Change(node, spec => spec["unschedulable"] = true);

        node.Apply(Tolerating("a", "{ key: node.kubernetes.io/unschedulable, operator: Exists, effect: NoSchedule }"));

        await node.ReadyAsync("a");
    }

    private static string Tolerating(string name, string toleration) =>
        PodYaml.Shell(name, "exec sleep 1000", $"tolerations: [ {toleration} ]");

    private static void Change(TestNode node, Action<JsonObject> change) => node.Store.Update(
        Kinds.Nodes,
        "",
        NodeAgent.NodeName,
        value =>
        {
            change(value["spec"]!.AsObject());
            return value;
        });
}
