namespace BigBen.Charts.Tests.App;

public class HttpRouteTests
{
    [Fact]
    public async Task There_is_none_unless_asked() =>
        (await RealHelm.AppAsync()).Has("HTTPRoute").ShouldBeFalse();

    [Fact]
    public async Task The_hosts_are_routed_from_the_gateway_to_the_service()
    {
        const string values =
            "httpRoute: {enabled: true, parentRefs: [{name: gateway, namespace: gateways}], hostnames: [x.example, y.example]}";
        var spec = (await RealHelm.AppAsync(values))
            .One("HTTPRoute").At("spec");

        spec.Text("parentRefs", "0", "name").ShouldBe("gateway");
        spec.Text("parentRefs", "0", "namespace").ShouldBe("gateways");
        spec.Items("hostnames").Select(h => h.ToString()).ShouldBe(["x.example", "y.example"]);
        spec.Text("rules", "0", "backendRefs", "0", "name").ShouldBe("service-a");
        spec.Text("rules", "0", "backendRefs", "0", "port").ShouldBe("8080");
        spec.Text("rules", "0", "matches", "0", "path", "value").ShouldBe("/");
    }

    [Fact]
    public async Task What_the_API_server_adds_to_lists_is_rendered()
    {
        const string parents = "[{name: a}, {name: b, kind: Service, group: \"\"}]";

        var spec = (await RealHelm.AppAsync($"ingress: {{host: a.example}}\nhttpRoute: {{enabled: true, parentRefs: {parents}}}"))
            .One("HTTPRoute").At("spec");

        spec.Map("parentRefs", "0").ShouldBe(
            new Dictionary<string, string> { ["group"] = "gateway.networking.k8s.io", ["kind"] = "Gateway", ["name"] = "a" },
            ignoreOrder: true);
        spec.Map("parentRefs", "1").ShouldBe(
            new Dictionary<string, string> { ["group"] = "", ["kind"] = "Service", ["name"] = "b" }, ignoreOrder: true);
        spec.Map("rules", "0", "backendRefs", "0").ShouldBe(
            new Dictionary<string, string>
            {
                ["group"] = "",
                ["kind"] = "Service",
                ["name"] = "service-a",
                ["port"] = "8080",
                ["weight"] = "1",
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task The_ingress_host_serves_where_no_host_is_given() =>
        (await RealHelm.AppAsync("ingress: {host: a.example}\nhttpRoute: {enabled: true, parentRefs: [{name: gateway}]}"))
            .One("HTTPRoute").Text("spec", "hostnames", "0").ShouldBe("a.example");

    [Theory]
    [InlineData("httpRoute: {enabled: true, hostnames: [x.example]}", "httpRoute.parentRefs is needed")]
    [InlineData("httpRoute: {enabled: true, parentRefs: [{name: gateway}]}", "httpRoute.hostnames or ingress.host is needed")]
    public async Task A_route_without_gateway_or_host_is_refused(string values, string refusal) =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(values))).ShouldContain(refusal);
}
