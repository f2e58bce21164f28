namespace BigBen.Charts.Tests.App;

public class ServiceMonitorTests
{
    [Fact]
    public async Task There_is_none_unless_asked() =>
        (await RealHelm.AppAsync()).Has("ServiceMonitor").ShouldBeFalse();

    [Fact]
    public async Task Prometheus_scrapes_the_services_management_port()
    {
        var manifests = await RealHelm.AppAsync(
            "serviceMonitor: {enabled: true, interval: 15s, scrapeTimeout: 5s, labels: {release: prometheus}}");

        var monitor = manifests.One("ServiceMonitor");
        var endpoint = monitor.Items("spec", "endpoints").ShouldHaveSingleItem();
        manifests.One("Service").Items("spec", "ports").Select(p => p.Text("name")).ShouldContain(endpoint.Text("port"));
        endpoint.Text("port").ShouldBe("management");
        endpoint.Text("path").ShouldBe("/metrics");
        endpoint.Text("interval").ShouldBe("15s");
        endpoint.Text("scrapeTimeout").ShouldBe("5s");
        monitor.Text("metadata", "labels", "release").ShouldBe("prometheus");
    }
}
