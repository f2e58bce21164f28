namespace BigBen.Charts.Tests.App;

public class IngressTests
{
    [Fact]
    public async Task A_service_is_not_routed_unless_asked() =>
        (await RealHelm.AppAsync()).Has("Ingress").ShouldBeFalse();

    [Fact]
    public async Task The_host_is_routed_to_the_http_port_and_only_there()
    {
        var spec = (await RealHelm.AppAsync("ingress: {enabled: true, host: a.example}")).One("Ingress").At("spec");

        spec.Text("ingressClassName").ShouldBe("traefik");
        spec.Find("tls").ShouldBeNull();
        var rule = spec.Items("rules").ShouldHaveSingleItem();
        rule.Text("host").ShouldBe("a.example");
        var path = rule.Items("http", "paths").ShouldHaveSingleItem();
        path.Text("path").ShouldBe("/");
        path.Text("pathType").ShouldBe("Prefix");
        path.Text("backend", "service", "name").ShouldBe("service-a");
        path.Text("backend", "service", "port", "name").ShouldBe("http");
    }

    [Fact]
    public async Task The_class_can_be_another_or_the_clusters_default()
    {
        (await RealHelm.AppAsync("ingress: {enabled: true, host: a.example, className: nginx}")).One("Ingress")
            .Text("spec", "ingressClassName")
            .ShouldBe("nginx");
        (await RealHelm.AppAsync("ingress: {enabled: true, host: a.example, className: \"\"}")).One("Ingress")
            .Find("spec", "ingressClassName")
            .ShouldBeNull();
    }

    [Theory]
    [InlineData("", "service-a-tls")]
    [InlineData("wildcard", "wildcard")]
    public async Task Tls_is_ended_with_the_named_secret(string given, string secret)
    {
        var tls = $"{{enabled: true, secretName: \"{given}\"}}";
        var ingress = (await RealHelm.AppAsync($"ingress: {{enabled: true, host: a.example, annotations: {{note: \"1\"}}, tls: {tls}}}"))
            .One("Ingress");

        ingress.Text("spec", "tls", "0", "hosts", "0").ShouldBe("a.example");
        ingress.Text("spec", "tls", "0", "secretName").ShouldBe(secret);
        ingress.Text("metadata", "annotations", "note").ShouldBe("1");
    }

    [Fact]
    public async Task An_ingress_without_a_host_is_refused() =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync("ingress: {enabled: true}"))).ShouldContain("ingress.host is needed");
}
