using System.Net;
using Microsoft.Extensions.Configuration;

namespace BigBen.ServiceDefaults.Settings;

/// <summary>The settings that every service has.</summary>
/// <param name="HttpPort">HTTP_PORT: the public listener's port.</param>
/// <param name="ManagementPort">MANAGEMENT_PORT: the port of probes and metrics, never routed from outside. 9090 by default.</param>
/// <param name="BindAddress">BIND_ADDRESS: the one address both listeners use; null means all.</param>
/// <param name="DrainDelay">DRAIN_DELAY_SECONDS: how long the listeners keep serving after SIGTERM. 5 seconds by default,
/// enough for a router to see the unready endpoint.</param>
/// <param name="InFlight">DRAIN_IN_FLIGHT_SECONDS: how long requests in flight get after that to finish. 15 seconds by default, longer than
/// any call that a service makes (service-b: 5 seconds). The delay and this together must stay below the pod's grace period.</param>
/// <param name="AppVersion">APP_VERSION: the version to report instead of the one baked in; null when not set.</param>
/// <param name="OtlpEndpoint">OTEL_EXPORTER_OTLP_ENDPOINT: where traces, metrics and logs are sent; null means nowhere.</param>
public sealed record ServiceSettings(
    int HttpPort, int ManagementPort, IPAddress? BindAddress, TimeSpan DrainDelay, TimeSpan InFlight, string? AppVersion, Uri? OtlpEndpoint)
{
    /// <summary>Reads and checks them all.</summary>
    /// <param name="configuration">Where settings come from.</param>
    /// <param name="defaultPort">The public port when HTTP_PORT is not set.</param>
    /// <exception cref="SettingException">A value cannot be used.</exception>
    public static ServiceSettings Read(IConfiguration configuration, int defaultPort)
    {
        var settings = new ServiceSettings(
            Setting.Port(configuration, "HTTP_PORT", defaultPort),
            Setting.Port(configuration, "MANAGEMENT_PORT", 9090),
            Setting.Address(configuration, "BIND_ADDRESS"),
            Setting.Seconds(configuration, "DRAIN_DELAY_SECONDS", TimeSpan.FromSeconds(5)),
            Setting.Seconds(configuration, "DRAIN_IN_FLIGHT_SECONDS", TimeSpan.FromSeconds(15)),
            Setting.Text(configuration, "APP_VERSION"),
            OtlpUrl(configuration));
        return settings.HttpPort != settings.ManagementPort || settings.HttpPort == 0
            ? settings
            : throw new SettingException($"HTTP_PORT and MANAGEMENT_PORT are both {settings.HttpPort}: give two different ports.");
    }

    private static Uri? OtlpUrl(IConfiguration configuration)
    {
        const string name = "OTEL_EXPORTER_OTLP_ENDPOINT";
        if (configuration[name] is not { Length: > 0 } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw new SettingException($"{name} is '{text}': give an address such as http://collector:4317.");
    }
}
