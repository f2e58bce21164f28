using System.Text.Json;
using BigBen.ApiServer.Resources;

namespace BigBen.Tests.Controllers.Endpoints;

public class EndpointSliceControllerTests
{
    private const string Service = """
        {
          "metadata": { "name": "a", "labels": { "team": "x" } },
          "spec": { "selector": { "app": "a" }, "ports": [{ "name": "http", "port": 80, "targetPort": "http", "appProtocol": "http" }] }
        }
        """;

    [Fact]
    public async Task Each_pod_is_a_slice_with_the_port_that_it_has_on_this_machine()
    {
        await using var cluster = TestCluster.Start();
        var service = cluster.Create(Kinds.Services, Service);
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 2));
        await cluster.UntilAsync(() => Ready(cluster) == 2);

        var slices = cluster.List(Kinds.EndpointSlices);
        slices.Count.ShouldBe(2);
        foreach (var slice in slices)
        {
            slice.TextAt("metadata", "labels", "kubernetes.io/service-name").ShouldBe("a");
            slice.TextAt("metadata", "labels", "team").ShouldBe("x");
            slice.ItemsAt("metadata", "ownerReferences").Single().TextAt("uid").ShouldBe(service.TextAt("metadata", "uid"));
        }

        slices.Select(slice => slice.ItemsAt("endpoints").Single().TextAt("targetRef", "name")).Order()
            .ShouldBe(cluster.Pods.Select(pod => (string?)pod.NameOf()).Order());
        var port = slices[0].ItemsAt("ports").Single();
        (port.TextAt("name"), port.NumberAt("port"), port.TextAt("appProtocol")).ShouldBe(("http", 23456, "http"));
        slices[0].ItemsAt("endpoints").Single().ItemsAt("addresses").Single().GetString().ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task A_pod_that_ends_serves_on_and_takes_nothing_new()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Services, Service);
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1));
        await cluster.UntilAsync(() => Ready(cluster) == 1);
        cluster.Node.IsHolding = true;

        cluster.SetReplicas("a", 0);
        await cluster.UntilAsync(() => Conditions(cluster).Any(found => found.FlagAt("terminating")));
        var conditions = Conditions(cluster).Single();
        (conditions.FlagAt("ready"), conditions.FlagAt("serving")).ShouldBe((false, true));
        cluster.Node.Release();

        await cluster.UntilAsync(() => cluster.List(Kinds.EndpointSlices).Count == 0);
    }

    [Fact]
    public async Task The_slices_follow_the_Service()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Services, Service);
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1));
        await cluster.UntilAsync(() => Ready(cluster) == 1);

        cluster.Update(Kinds.Services, "a", value => value["spec"]!["ports"]![0]!["name"] = "web");
        await cluster.UntilAsync(() => cluster.List(Kinds.EndpointSlices).Single().ItemsAt("ports").Single().TextAt("name") == "web");
        cluster.Store.Delete(Kinds.Services, TestCluster.Namespace, "a");
        await cluster.UntilAsync(() => cluster.List(Kinds.EndpointSlices).Count == 0);
    }

    private static IEnumerable<JsonElement> Conditions(TestCluster cluster) => cluster.List(Kinds.EndpointSlices)
        .SelectMany(slice => slice.ItemsAt("endpoints")).Select(endpoint => endpoint.At("conditions")!.Value);

    private static int Ready(TestCluster cluster) => Conditions(cluster).Count(conditions => conditions.FlagAt("ready"));
}
