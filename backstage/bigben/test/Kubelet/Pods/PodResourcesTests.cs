using System.Text.Json.Nodes;
using BigBen.Kubelet.Pods;

namespace BigBen.Tests.Kubelet.Pods;

public class PodResourcesTests
{
    [Fact]
    public void A_pod_asks_for_the_most_that_its_containers_ask_for_at_any_time()
    {
        var spec = JsonNode.Parse(
            """
            {
              "initContainers": [
                { "resources": { "requests": { "cpu": "100m" } } },
                { "restartPolicy": "Always", "resources": { "requests": { "cpu": "200m", "memory": "32Mi" }, "limits": { "cpu": "1" } } },
                { "resources": { "requests": { "cpu": "1", "memory": "16Mi" } } }
              ],
              "containers": [
                { "resources": { "requests": { "cpu": "300m", "memory": "64Mi" } } },
                { "resources": { "requests": { "memory": "32Mi" }, "limits": { "cpu": "500m" } } }
              ]
            }
            """)!.AsObject();

        new PodResources(spec).Requests!.ToJsonString().ShouldBe("""{"cpu":"1200m","memory":"128Mi"}""");
        new PodResources(spec).Total["limits"]!.ToJsonString().ShouldBe("""{"cpu":"1500m"}""");
        new PodResources(spec).QosClass.ShouldBe("Burstable");
    }

    [Theory]
    [InlineData("{}", "BestEffort")]
    [InlineData("""{ "requests": { "ephemeral-storage": "1Gi" } }""", "BestEffort")]
    [InlineData("""{ "limits": { "memory": "24Mi" } }""", "Burstable")]
    [InlineData("""{ "limits": { "memory": "256Mi" }, "requests": { "cpu": "50m", "memory": "64Mi" } }""", "Burstable")]
    [InlineData("""{ "limits": { "cpu": "1", "memory": "1Gi" } }""", "Guaranteed")]
    [InlineData("""{ "limits": { "cpu": "1", "memory": "1Gi" }, "requests": { "cpu": "1000m", "memory": "1024Mi" } }""", "Guaranteed")]
    public void The_class_of_service_is_that_of_Kubernetes(string resources, string expected)
    {
        var spec = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["resources"] = JsonNode.Parse(resources) }) };

        new PodResources(spec).QosClass.ShouldBe(expected);
    }
}
