using BigBen.ApiServer.Resources;
using BigBen.Controllers;

namespace BigBen.Tests.Controllers.ReplicaSets;

public class ReplicaSetControllerTests
{
    [Fact]
    public async Task A_deleted_pod_is_replaced_before_it_has_ended()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1));
        await cluster.CompleteAsync("a", 1);
        var first = cluster.Pods.Single().NameOf();
        cluster.Node.IsHolding = true;

        cluster.Store.Delete(Kinds.Pods, TestCluster.Namespace, first);
        await cluster.UntilAsync(() => cluster.ActivePods.Any(pod => pod.IsReady()));

        cluster.Pods.Count.ShouldBe(2);
        await cluster.UntilAsync(() => cluster.ReplicaSets.Single().NumberAt("status", "terminatingReplicas") == 1);
    }

    [Fact]
    public async Task A_pod_that_nobody_owns_is_adopted_and_one_whose_labels_change_is_let_go()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1));
        await cluster.CompleteAsync("a", 1);
        var pod = cluster.Pods.Single().NameOf();

        cluster.Update(Kinds.Pods, pod, value => value["metadata"]!["labels"]!["app"] = "debug");
        await cluster.UntilAsync(() => cluster.Pods.Count(found => found.IsReady()) == 2);
        cluster.Get(Kinds.Pods, pod).At("metadata", "ownerReferences").ShouldBeNull();
        cluster.Update(Kinds.Pods, pod, value => value["metadata"]!["labels"]!["app"] = "a");

        // Taken back there is one too many, and the younger one goes.
        await cluster.UntilAsync(() => cluster.Pods.Count == 1);
    }

    [Fact]
    public async Task The_end_of_the_platform_interrupts_it_however_many_pods_are_missing()
    {
        const int wanted = 1_000_000;
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", wanted));
        await cluster.UntilAsync(() => cluster.Pods.Count > 0);

        await cluster.EndControllersAsync();

        cluster.Pods.Count.ShouldBeLessThan(wanted);
    }

    [Fact]
    public async Task Pods_that_are_not_ready_go_first()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 3));
        await cluster.CompleteAsync("a", 3);
        var sick = cluster.Pods[1].NameOf();
        FakeNode.SetReady(cluster.Store, sick, ready: false);

        cluster.SetReplicas("a", 2);
        await cluster.CompleteAsync("a", 2);

        cluster.ActivePods.ShouldAllBe(pod => pod.NameOf() != sick);
    }

    [Fact]
    public async Task What_it_does_is_told_as_events()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1));
        await cluster.CompleteAsync("a", 1);

        var set = cluster.ReplicaSets.Single().NameOf();
        var told = cluster.List(Kinds.Events)
            .Select(happened => $"{happened.TextAt("source", "component")}: {happened.TextAt("message")}");
        told.ShouldContain($"deployment-controller: Scaled up replica set {set} from 0 to 1");
        told.ShouldContain($"replicaset-controller: Created pod: {cluster.Pods.Single().NameOf()}");
    }
}
