using BigBen.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BigBen.ServiceDefaults.Telemetry;

/// <summary>
/// Traces and logs to an OpenTelemetry collector, only when OTEL_EXPORTER_OTLP_ENDPOINT is set; the other standard OTEL_
/// variables apply. Metrics join in through <see cref="Metrics.ServiceMetrics"/>. The container flushes all of them when it is
/// disposed, after the drain.
/// </summary>
internal static class Otlp
{
    public static void AddOtlp(this WebApplicationBuilder builder, ServiceSettings settings, BuildVersion build)
    {
        if (settings.OtlpEndpoint is null)
            return;
        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => Describe(resource, build))
            .AddSource("Microsoft.AspNetCore", "System.Net.Http")
            .AddOtlpExporter()
            .Build());
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.SetResourceBuilder(Describe(ResourceBuilder.CreateDefault(), build));
            logs.AddOtlpExporter();
        });
    }

    public static ResourceBuilder Describe(ResourceBuilder resource, BuildVersion build) =>
        resource.AddService(build.Service, serviceVersion: build.Version);

    public static MeterProviderBuilder AddOtlp(this MeterProviderBuilder metrics, ServiceSettings settings) =>
        settings.OtlpEndpoint is null ? metrics : metrics.AddOtlpExporter();

    /// <summary>Starts listening to spans; a provider that nobody asks for is never made.</summary>
    public static void StartOtlp(this IServiceProvider services) => services.GetService<TracerProvider>();
}
