using System.Text.Json;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;

namespace BigBen.Tests.Controllers.Endpoints;

public class EndpointsControllerTests
{
    private const string Service = """
        {
          "metadata": { "name": "a", "labels": { "team": "x" } },
          "spec": { "selector": { "app": "a" }, "ports": [{ "name": "http", "port": 80, "targetPort": "http" }] }
        }
        """;

    private const string ManagedBy = "endpoints.kubernetes.io/managed-by";

    [Fact]
    public async Task A_Service_has_Endpoints_of_its_name_with_every_ready_pod()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Services, Service);
        await cluster.UntilAsync(() => Found(cluster) is not null);
        Found(cluster)!.Value.At("subsets").ShouldBeNull("there is no pod");
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 2));
        await cluster.UntilAsync(() => Addresses(cluster, "addresses").Count == 2);

        var endpoints = Found(cluster)!.Value;
        endpoints.TextAt("metadata", "labels", ManagedBy).ShouldBe("endpoint-controller");
        endpoints.TextAt("metadata", "labels", "team").ShouldBe("x");
        var port = endpoints.ItemsAt("subsets").First().ItemsAt("ports").Single();
        (port.TextAt("name"), port.NumberAt("port")).ShouldBe(("http", 23456));
        Addresses(cluster, "addresses").Select(address => address.TextAt("targetRef", "name")).Order()
            .ShouldBe(cluster.Pods.Select(pod => (string?)pod.NameOf()).Order());
        Addresses(cluster, "addresses").Select(address => address.TextAt("ip")).Distinct().ShouldBe(["127.0.0.1"]);
    }

    [Fact]
    public async Task A_pod_that_ends_is_not_among_them()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Services, Service);
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1));
        await cluster.UntilAsync(() => Addresses(cluster, "addresses").Count == 1);
        cluster.Node.IsHolding = true;

        cluster.SetReplicas("a", 0);
        await cluster.UntilAsync(() => Found(cluster)!.Value.At("subsets") is null);
        cluster.Pods.ShouldHaveSingleItem().IsTerminating().ShouldBeTrue();
        cluster.Node.Release();
    }

    [Theory]
    [InlineData("", "notReadyAddresses", "addresses")]
    [InlineData("\"publishNotReadyAddresses\": true,", "addresses", "notReadyAddresses")]
    public async Task A_pod_that_is_not_ready_is_told_of_as_such_unless_the_Service_wants_it(string spec, string field, string none)
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Services, Service.Replace("\"spec\": {", $"\"spec\": {{ {spec} \"clusterIP\": \"None\","));
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1, "sick:1"));

        await cluster.UntilAsync(() => Addresses(cluster, field).Count == 1);

        Addresses(cluster, none).ShouldBeEmpty();
        Addresses(cluster, field).Single().TextAt("nodeName").ShouldBe("bigben");
        Found(cluster)!.Value.TextAt("metadata", "labels", "service.kubernetes.io/headless").ShouldBe("");
    }

    [Fact]
    public async Task Pods_with_other_ports_are_a_subset_of_their_own_and_those_that_ended_in_none()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Services, Service);
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 2));
        await cluster.UntilAsync(() => Addresses(cluster, "addresses").Count == 2);

        var pod = cluster.Pods[0];
        cluster.Update(
            Kinds.Pods, pod.NameOf(),
            value => value["metadata"]!["annotations"]!["bigben.localhost/ports"] = """{"8011":23457}""");
        await cluster.UntilAsync(() => Found(cluster)!.Value.ItemsAt("subsets").Count() == 2);
        Found(cluster)!.Value.ItemsAt("subsets").Select(subset => subset.ItemsAt("ports").Single().NumberAt("port")).Order()
            .ShouldBe([23456, 23457]);

        cluster.Store.UpdateStatus(Kinds.Pods, pod, status => status["phase"] = "Failed");
        await cluster.UntilAsync(() => Found(cluster)!.Value.ItemsAt("subsets")
            .All(subset => subset.ItemsAt("addresses").All(address => address.TextAt("targetRef", "name") != pod.NameOf())));
    }

    [Fact]
    public async Task Endpoints_that_somebody_changes_are_put_right()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Services, Service);
        cluster.Create(Kinds.Deployments, TestCluster.Deployment("a", 1));
        await cluster.UntilAsync(() => Addresses(cluster, "addresses").Count == 1);

        cluster.Update(Kinds.Endpoints, "a", value => value.Remove("subsets"));
        await cluster.UntilAsync(() => Addresses(cluster, "addresses").Count == 1);
        cluster.Store.Delete(Kinds.Endpoints, TestCluster.Namespace, "a");
        await cluster.UntilAsync(() => Addresses(cluster, "addresses").Count == 1);
    }

    [Fact]
    public async Task They_go_with_the_Service_and_those_of_others_stay()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Endpoints, """{ "metadata": { "name": "b" }, "subsets": [{ "addresses": [{ "ip": "10.0.0.1" }] }] }""");
        cluster.Create(Kinds.Services, """{ "metadata": { "name": "b" }, "spec": { "ports": [{ "port": 80 }] } }""");
        cluster.Create(Kinds.Services, Service);
        await cluster.UntilAsync(() => Found(cluster) is not null);
        cluster.Get(Kinds.Endpoints, "b").TextAt("metadata", "labels", ManagedBy).ShouldBeNull("the Service has no selector");

        cluster.Store.Delete(Kinds.Services, TestCluster.Namespace, "b");
        cluster.Store.Delete(Kinds.Services, TestCluster.Namespace, "a");
        await cluster.UntilAsync(() => Found(cluster) is null);
        cluster.Get(Kinds.Endpoints, "b").ItemsAt("subsets").Count().ShouldBe(1);
    }

    private static JsonElement? Found(TestCluster cluster) => cluster.Store.Find(Kinds.Endpoints, TestCluster.Namespace, "a");

    private static List<JsonElement> Addresses(TestCluster cluster, string field) =>
        [.. (Found(cluster)?.ItemsAt("subsets") ?? []).SelectMany(subset => subset.ItemsAt(field))];
}
