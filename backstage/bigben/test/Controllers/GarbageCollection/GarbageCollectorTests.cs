using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Tests.Controllers.GarbageCollection;

public class GarbageCollectorTests
{
    [Fact]
    public async Task With_a_Deployment_goes_what_it_made()
    {
        await using var cluster = await WithDeploymentAsync();

        cluster.Store.Delete(Kinds.Deployments, TestCluster.Namespace, "a");

        await cluster.UntilAsync(() => cluster.ReplicaSets.Count == 0 && cluster.Pods.Count == 0);
    }

    [Fact]
    public async Task In_the_foreground_it_goes_last()
    {
        await using var cluster = await WithDeploymentAsync();
        cluster.Node.IsHolding = true;

        cluster.Store.Delete(Kinds.Deployments, TestCluster.Namespace, "a", new DeleteOptions(PropagationPolicy: "Foreground"));
        await cluster.UntilAsync(() => cluster.Pods.All(pod => pod.IsTerminating()));
        cluster.Get(Kinds.Deployments, "a").IsTerminating().ShouldBeTrue();
        cluster.ReplicaSets.Single().IsTerminating().ShouldBeTrue();
        cluster.Node.Release();

        await cluster.UntilAsync(() => cluster.List(Kinds.Deployments).Count == 0);
        cluster.Pods.ShouldBeEmpty();
        cluster.ReplicaSets.ShouldBeEmpty();
    }

    [Fact]
    public async Task As_orphans_they_stay_and_the_next_Deployment_adopts_them()
    {
        await using var cluster = await WithDeploymentAsync();
        var pod = cluster.Pods.Single().Text("uid");

        cluster.Store.Delete(Kinds.Deployments, TestCluster.Namespace, "a", new DeleteOptions(PropagationPolicy: "Orphan"));
        await cluster.UntilAsync(() => cluster.List(Kinds.Deployments).Count == 0);
        cluster.ReplicaSets.Single().At("metadata", "ownerReferences").ShouldBeNull();
        var again = cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1));
        await cluster.CompleteAsync("a", 1);

        cluster.ReplicaSets.Single().ItemsAt("metadata", "ownerReferences").Single().TextAt("uid").ShouldBe(again.Text("uid"));
        cluster.Pods.Single().Text("uid").ShouldBe(pod);
    }

    [Fact]
    public async Task A_namespace_goes_with_all_that_is_in_it()
    {
        await using var cluster = await WithDeploymentAsync();

        cluster.Store.Delete(Kinds.Namespaces, "", TestCluster.Namespace);

        await cluster.UntilAsync(() => cluster.Store.Find(Kinds.Namespaces, "", TestCluster.Namespace) is null);
        Kinds.Deletable.Where(kind => kind.Namespaced).SelectMany(cluster.List).ShouldBeEmpty();
    }

    private static async Task<TestCluster> WithDeploymentAsync()
    {
        var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1));
        await cluster.CompleteAsync("a", 1);
        return cluster;
    }
}
