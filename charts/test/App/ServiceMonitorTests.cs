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

    [Theory]
    [InlineData("10s", "10s")]
    [InlineData("1m30s", "89s")]
    [InlineData("1s", "999ms")]
    public async Task It_has_the_time_that_it_needs(string interval, string timeout) =>
        (await RealHelm.AppAsync($"serviceMonitor: {{enabled: true, interval: {interval}, scrapeTimeout: {timeout}}}"))
            .Has("ServiceMonitor").ShouldBeTrue();

    // The Prometheus operator would drop such an endpoint, and say so in its own log alone.
    [Theory]
    [InlineData("5s", "10s")]
    [InlineData("1m", "61s")]
    public async Task An_interval_below_the_timeout_is_refused(string interval, string timeout) =>
        (await RealHelm.RefusalAsync(() => RealHelm.AppAsync(
            $"serviceMonitor: {{enabled: true, interval: {interval}, scrapeTimeout: {timeout}}}"))).ShouldContain(
            $"serviceMonitor.interval ({interval}) is less than serviceMonitor.scrapeTimeout ({timeout})");
}
