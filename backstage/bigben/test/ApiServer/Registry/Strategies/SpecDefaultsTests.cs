using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry.Strategies;
using BigBen.Tests.ApiServer.Patches;

namespace BigBen.Tests.ApiServer.Registry.Strategies;

public class SpecDefaultsTests
{
    [Theory]
    [InlineData("""{ "port": 80 }""", """{ "port": 80, "protocol": "TCP", "targetPort": 80 }""")]
    [InlineData("""{ "port": 80, "protocol": "", "targetPort": 0 }""", """{ "port": 80, "protocol": "TCP", "targetPort": 80 }""")]
    [InlineData(
        """{ "port": 53, "protocol": "UDP", "targetPort": "dns" }""", """{ "port": 53, "protocol": "UDP", "targetPort": "dns" }""")]
    public void A_port_of_a_Service_is_TCP_and_leads_to_the_same_port(string port, string settled)
    {
        var service = JsonNode.Parse($$"""{ "spec": { "ports": [{{port}}] } }""")!.AsObject();

        SpecDefaults.Settle(TestApi.Resource("v1", "services"), service);

        service["spec"]!["ports"]![0]!.ShouldBeJson(settled);
    }

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{ "securityContext": null }""", "{}")]
    [InlineData("""{ "securityContext": { "runAsUser": 7 } }""", """{ "runAsUser": 7 }""")]
    public void A_pod_has_a_security_context(string spec, string settled)
    {
        var pod = JsonNode.Parse($$"""{ "spec": {{spec}} }""")!.AsObject();

        SpecDefaults.Settle(TestApi.Resource("v1", "pods"), pod);

        pod["spec"]!["securityContext"]!.ShouldBeJson(settled);
    }
}
