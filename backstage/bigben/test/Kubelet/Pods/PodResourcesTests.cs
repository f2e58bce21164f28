using System.Text.Json.Nodes;
using BigBen.Kubelet.Pods;

namespace BigBen.Tests.Kubelet.Pods;

public class PodResourcesTests
{
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
