using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;

namespace BigBen.Tests.ApiServer.Registry;

public class GenerationTests
{
    [Theory]
    // What a typed client of Go adds, and how it writes amounts.
    [InlineData(
        "apps/v1",
        "deployments",
        """{ "template": {} }""",
        """{ "strategy": {}, "template": { "metadata": { "creationTimestamp": null } } }""",
        1)]
    [InlineData("v1", "pods", """{ "containers": [{ "name": "a" }] }""", """{ "containers": [{ "name": "a", "resources": {} }] }""", 1)]
    [InlineData(
        "v1",
        "pods",
        """{ "containers": [{ "name": "a", "resources": { "limits": { "cpu": "0.5" } } }] }""",
        """{ "containers": [{ "name": "a", "resources": { "limits": { "cpu": "500m" } } }] }""",
        1)]
    [InlineData("apps/v1", "deployments", """{ "replicas": 1 }""", """{ "replicas": 2 }""", 2)]
    // What the server fills in now, and did not when the object was kept.
    [InlineData(
        "apps/v1",
        "deployments",
        """{ "template": { "spec": { "containers": [{ "name": "a", "image": "a:v1" }] } } }""",
        """
        {
          "strategy": { "type": "RollingUpdate", "rollingUpdate": { "maxSurge": "25%", "maxUnavailable": "25%" } }, "replicas": 1,
          "template": { "spec": { "containers": [{ "name": "a", "image": "a:v1", "imagePullPolicy": "IfNotPresent" }] } }
        }
        """,
        1)]
    [InlineData("apps/v1", "deployments", """{ "template": {} }""", """{ "template": {}, "strategy": { "type": "Recreate" } }""", 2)]
    // What is empty and yet says something.
    [InlineData("v1", "pods", """{ "volumes": [{ "name": "a" }] }""", """{ "volumes": [{ "name": "a", "emptyDir": {} }] }""", 2)]
    [InlineData(
        "networking.k8s.io/v1",
        "networkpolicies",
        """{ "ingress": [{ "from": [{ "namespaceSelector": {} }] }] }""",
        """{ "ingress": [{ "from": [{ "namespaceSelector": {}, "podSelector": {} }] }] }""",
        2)]
    [InlineData("networking.k8s.io/v1", "networkpolicies", """{ "ingress": [] }""", """{ "ingress": [{}] }""", 2)]
    [InlineData("argoproj.io/v1alpha1", "applications", """{ "syncPolicy": {} }""", """{ "syncPolicy": { "automated": {} } }""", 2)]
    public void The_same_in_other_words_is_the_same_generation(string version, string plural, string before, string after, int generation)
    {
        var resource = TestApi.Resource(version, plural);
        var value = Of(after);

        Generation.Advance(resource, value, Of(before));

        value["metadata"]!["generation"]!.GetValue<long>().ShouldBe(generation);

        JsonObject Of(string spec) => new()
        {
            ["apiVersion"] = resource.ApiVersion,
            ["kind"] = resource.Kind,
            ["metadata"] = new JsonObject { ["generation"] = 1L },
            ["spec"] = JsonNode.Parse(spec),
        };
    }
}
