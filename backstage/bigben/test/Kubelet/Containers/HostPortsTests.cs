using System.Text.Json.Nodes;
using BigBen.Kubelet.Containers;
using BigBen.Manifests;
using BigBen.Manifests.Specs;

namespace BigBen.Tests.Kubelet.Containers;

public sealed class HostPortsTests
{
    [Fact]
    public void Two_pods_that_declare_no_port_and_listen_all_the_same_do_not_meet()
    {
        var free = new FreePorts();
        var spec = Spec("""{ "containers": [{ "name": "main", "image": "a" }, { "name": "other", "image": "a" }] }""");
        using var one = new HostPorts(spec, free);
        using var two = new HostPorts(spec, free);

        var ports = one.For(spec.All[0]);

        ports.Select(port => port.Declared.Variable).ShouldBe(["HTTP_PORT", "MANAGEMENT_PORT"]);
        // The containers of a pod share an address on a cluster, too.
        one.For(spec.All[1]).ShouldBe(ports);
        ports.Concat(two.For(spec.All[0])).Select(port => port.Number).ShouldBeUnique();
    }

    [Fact]
    public void A_pod_that_declares_a_port_has_that_one_alone()
    {
        var spec = Spec("""
            {
              "containers": [
                { "name": "main", "image": "a", "ports": [{ "name": "http", "containerPort": 8011 }] }, { "name": "other", "image": "a" }
              ]
            }
            """);
        using var ports = new HostPorts(spec, new FreePorts());

        ports.For(spec.All[1]).ShouldHaveSingleItem().Declared.Number.ShouldBe(8011);
    }

    private static PodSpec Spec(string json) => PodSpec.Read(
        new Fields(JsonNode.Parse(json)!.AsObject(), "spec", new SpecContext(new ObjectKey("", "Pod", "developer", "a"), "a test")));
}
