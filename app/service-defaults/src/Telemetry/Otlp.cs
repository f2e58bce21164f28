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
/// Traces, metrics and logs to an OpenTelemetry collector, only when OTEL_EXPORTER_OTLP_ENDPOINT is set; the other standard OTEL_
/// variables apply. The container flushes all of them when it is disposed, after the drain.
/// </summary>
internal static class Otlp
{
    /// <summary>Series that one metric may have; more fall into one overflow series.</summary>
    private const int SeriesLimit = 200;

    public static void AddOtlp(this WebApplicationBuilder builder, ServiceSettings settings, BuildVersion build)
    {
        if (settings.OtlpEndpoint is null)
            return;
        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => Describe(resource, build))
            .AddSource("Microsoft.AspNetCore", "System.Net.Http")
            .AddOtlpExporter()
            .Build());
        builder.Services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => Describe(resource, build))
            .AddMeter(
                "BigBen.*", "Microsoft.AspNetCore.Diagnostics", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Routing",
                "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime")
            .AddView("*", new MetricStreamConfiguration { CardinalityLimit = SeriesLimit })
            .AddOtlpExporter()
            .Build());
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.SetResourceBuilder(Describe(ResourceBuilder.CreateDefault(), build));
            logs.AddOtlpExporter();
        });
    }

    /// <summary>Starts listening, before Kestrel does; a provider that nobody asks for is never made.</summary>
    public static void StartOtlp(this IServiceProvider services)
    {
        services.GetService<TracerProvider>();
        services.GetService<MeterProvider>();
    }

    private static ResourceBuilder Describe(ResourceBuilder resource, BuildVersion build) =>
        resource.AddService(build.Service, serviceVersion: build.Version).AddAttributes([new("vcs.ref.head.revision", build.Revision)]);
}
