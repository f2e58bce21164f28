using YamlDotNet.RepresentationModel;

namespace BigBen.Charts.Tests.App;

public class NetworkPolicyTests
{
    private const string Dns = "kube-system/k8s-app=kube-dns → 53/UDP,53/TCP";

    [Fact]
    public async Task It_is_on_by_default_and_can_be_switched_off()
    {
        (await RealHelm.AppAsync()).Has("NetworkPolicy").ShouldBeTrue();
        (await RealHelm.AppAsync(Everything.Off)).Has("NetworkPolicy").ShouldBeFalse();
    }

    [Fact]
    public async Task A_service_that_is_not_routed_is_called_by_its_namespace_and_calls_the_dns_alone()
    {
        var spec = (await RealHelm.AppAsync()).One("NetworkPolicy").At("spec");

        spec.Items("policyTypes").Select(t => t.ToString()).ShouldBe(["Ingress", "Egress"]);
        Rules(spec, "ingress", "from").ShouldBe(["./* → http/TCP"]);
        Rules(spec, "egress", "to").ShouldBe([Dns]);
    }

    [Theory]
    [InlineData("ingress: {enabled: true, host: a.example}")]
    [InlineData("httpRoute: {enabled: true, parentRefs: [{name: gateway}], hostnames: [a.example]}")]
    public async Task A_routed_service_is_called_by_the_ingress_controller_too(string values) =>
        Rules((await RealHelm.AppAsync(values)).One("NetworkPolicy").At("spec"), "ingress", "from")
            .ShouldBe(["./* | traefik/app.kubernetes.io/name=traefik → http/TCP"]);

    [Fact]
    public async Task Another_ingress_controller_can_be_named() =>
        Rules((await RealHelm.AppAsync("""
                ingress: { enabled: true, host: a.example }
                networkPolicy:
                  ingressController: { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: edge } }, podSelector: null }
                """)).One("NetworkPolicy").At("spec"), "ingress", "from")
            .ShouldBe(["./* | edge/* → http/TCP"]);

    [Fact]
    public async Task A_scraped_service_shows_its_management_port_to_the_monitoring() =>
        Rules((await RealHelm.AppAsync("serviceMonitor: {enabled: true}")).One("NetworkPolicy").At("spec"), "ingress", "from")
            .ShouldBe(["./* → http/TCP", "monitoring/* → management/TCP"]);

    [Fact]
    public async Task A_service_calls_its_declared_peers() =>
        Rules((await RealHelm.AppAsync("networkPolicy: {peers: [{name: service-c, port: 8013}, {name: service-d, port: 8014}]}"))
                .One("NetworkPolicy").At("spec"), "egress", "to")
            .ShouldBe([
                Dns,
                "./app.kubernetes.io/name=service-c,app.kubernetes.io/instance=service-c → 8013/TCP",
                "./app.kubernetes.io/name=service-d,app.kubernetes.io/instance=service-d → 8014/TCP",
            ]);

    [Fact]
    public async Task Further_egress_rules_are_taken_as_they_are()
    {
        const string values = "networkPolicy: {egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 4317, protocol: TCP}]}]}";
        var rule = (await RealHelm.AppAsync(values))
            .One("NetworkPolicy").Items("spec", "egress")[1];

        rule.Text("to", "0", "ipBlock", "cidr").ShouldBe("10.0.0.0/8");
        rule.Text("ports", "0", "port").ShouldBe("4317");
    }

    /// <summary>Rules as short text: namespace/pods | … → port/protocol,…; the own namespace is a dot.</summary>
    private static IEnumerable<string> Rules(YamlNode spec, string direction, string side) =>
        spec.Items(direction).Select(rule =>
            string.Join(" | ", rule.Items(side).Select(Peer)) + " → "
            + string.Join(',', rule.Items("ports").Select(p => $"{p.Text("port")}/{p.Text("protocol")}")));

    private static string Peer(YamlNode peer)
    {
        var pods = peer.Find("podSelector", "matchLabels") is null
            ? "*"
            : string.Join(',', peer.Map("podSelector", "matchLabels").Select(l => $"{l.Key}={l.Value}"));
        var place = peer.Find("namespaceSelector") is null
            ? "."
            : peer.Text("namespaceSelector", "matchLabels", "kubernetes.io/metadata.name");
        return $"{place}/{pods}";
    }
}
