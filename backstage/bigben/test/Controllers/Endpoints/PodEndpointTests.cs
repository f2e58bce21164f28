using System.Text.Json;
using BigBen.Controllers.Endpoints;

namespace BigBen.Tests.Controllers.Endpoints;

public class PodEndpointTests
{
    [Fact]
    public void A_named_port_may_be_one_of_a_sidecar_but_not_of_an_init_container()
    {
        var service = Parse("""
            { "spec": { "ports": [
              { "name": "a", "port": 1, "targetPort": "of-main" },
              { "name": "b", "port": 2, "targetPort": "of-sidecar" },
              { "name": "c", "port": 3, "targetPort": "of-init" } ] } }
            """);
        var pod = Parse("""
            {
              "metadata": { "annotations": { "bigben.localhost/ports": "{\"8001\":21001,\"8002\":21002,\"8003\":21003}" } },
              "spec": {
                "initContainers": [
                  { "name": "init", "ports": [ { "name": "of-init", "containerPort": 8003 } ] },
                  { "name": "sidecar", "restartPolicy": "Always", "ports": [ { "name": "of-sidecar", "containerPort": 8002 } ] } ],
                "containers": [ { "name": "main", "ports": [ { "name": "of-main", "containerPort": 8001 } ] } ]
              }
            }
            """);

        PodEndpoint.PortsOf(service, pod).Select(port => $"{port!["name"]} {port["port"]}").ShouldBe(["a 21001", "b 21002"]);
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
