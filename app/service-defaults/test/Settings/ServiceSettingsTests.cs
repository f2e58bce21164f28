using System.Net;
using BigBen.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace BigBen.ServiceDefaults.Tests.Settings;

public class ServiceSettingsTests
{
    [Fact]
    public void Nothing_needs_to_be_set() =>
        Read().ShouldBe(new ServiceSettings(8011, 9090, null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), null, null));

    [Fact]
    public void Everything_can_be_set() =>
        Read(
            ("HTTP_PORT", "1"), ("MANAGEMENT_PORT", "2"), ("BIND_ADDRESS", "127.0.0.1"), ("DRAIN_DELAY_SECONDS", "0.5"),
            ("DRAIN_IN_FLIGHT_SECONDS", "2"), ("APP_VERSION", "v1.2.3"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317"))
            .ShouldBe(new ServiceSettings(
                1, 2, IPAddress.Loopback, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2), "v1.2.3", new Uri("http://collector:4317")));

    [Fact]
    public void The_two_ports_differ_unless_the_system_picks_them()
    {
        Should.Throw<SettingException>(() => Read(("HTTP_PORT", "9090")))
            .Message.ShouldBe("HTTP_PORT and MANAGEMENT_PORT are both 9090: give two different ports.");
        Read(("HTTP_PORT", "0"), ("MANAGEMENT_PORT", "0")).HttpPort.ShouldBe(0);
    }

    [Fact]
    public void A_collectors_address_is_a_URL() =>
        Should.Throw<SettingException>(() => Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")))
            .Message.ShouldStartWith("OTEL_EXPORTER_OTLP_ENDPOINT is 'collector:4317'");

    private static ServiceSettings Read(params (string Name, string Value)[] values) => ServiceSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(pair => pair.Name, pair => (string?)pair.Value)).Build(),
        defaultPort: 8011);
}
