using System.Diagnostics.Metrics;
using BigBen.ServiceDefaults.Settings;
using BigBen.ServiceDefaults.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace BigBen.ServiceDefaults.Metrics;

/// <summary>What is measured: the meters built into .NET, our own, and what is running.</summary>
public static class ServiceMetrics
{
    /// <summary>The name of the services' own meter.</summary>
    public const string MeterName = "BigBen";

    /// <summary>Series that one metric may have; more fall into one overflow series. A service has some dozen routes and codes:
    /// only a mistake, or an attacker, gets here.</summary>
    internal const int SeriesLimit = 200;

    internal static void AddServiceMetrics(this IServiceCollection services, ServiceSettings settings, BuildVersion build)
    {
        services.AddSingleton<PrometheusExporter>();
        services.AddSingleton(provider => Build(provider.GetRequiredService<PrometheusExporter>(), metrics => metrics
            .ConfigureResource(resource => Otlp.Describe(resource, build))
            .AddMeter(
                MeterName,
                "Microsoft.AspNetCore.Diagnostics",
                "Microsoft.AspNetCore.Hosting",
                "Microsoft.AspNetCore.Routing",
                "Microsoft.AspNetCore.Server.Kestrel",
                "System.Net.Http",
                "System.Runtime")
            .AddOtlp(settings)));
        services.AddSingleton(provider => provider.GetRequiredService<IMeterFactory>().Create(MeterName));
    }

    internal static MeterProvider Build(PrometheusExporter exporter, Action<MeterProviderBuilder> configure)
    {
        var builder = Sdk.CreateMeterProviderBuilder()
            .AddReader(new BaseExportingMetricReader(exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative })
            .AddView("*", new MetricStreamConfiguration { CardinalityLimit = SeriesLimit });
        configure(builder);
        return builder.Build();
    }

    /// <summary>Starts measuring. Before Kestrel does, or what it counts up and down could fall below zero.</summary>
    internal static void StartServiceMetrics(this IServiceProvider services)
    {
        services.GetRequiredService<MeterProvider>();
        services.GetRequiredService<Meter>().AddBuildInfo(services.GetRequiredService<BuildVersion>());
    }
}
