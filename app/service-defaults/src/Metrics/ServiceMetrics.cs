using Microsoft.Extensions.DependencyInjection;
using Prometheus;

namespace BigBen.ServiceDefaults.Metrics;

internal static class ServiceMetrics
{
    /// <summary>
    /// Adds a registry of the host's own, and the factory that makes metrics in it. The library's static registry is never collected, so
    /// its bridges from event counters and meters, which export counters as gauges and every meter there is, never start.
    /// </summary>
    public static void AddServiceMetrics(this IServiceCollection services)
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        services.AddSingleton(registry);
        services.AddSingleton<IMetricFactory>(Factory(registry));
        services.AddSingleton<RequestMetrics>();
        services.AddSingleton<ConnectionMetrics>();
    }

    /// <summary>A factory of metrics in a registry.</summary>
    internal static MetricFactory Factory(CollectorRegistry registry)
    {
        var metrics = Prometheus.Metrics.WithCustomRegistry(registry);
        // An exemplar is a trace id beside a value; it costs an allocation a request, and only OpenMetrics can carry it.
        metrics.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        return metrics;
    }

    /// <summary>Adds what is measured only when somebody asks: the process, the runtime, and what is running.</summary>
    public static void StartServiceMetrics(this IServiceProvider services)
    {
        var metrics = services.GetRequiredService<IMetricFactory>();
        var registry = services.GetRequiredService<CollectorRegistry>();
        DotNetStats.Register(registry);
        RuntimeMetrics.Register(registry, metrics);
        BuildInfo.Add(metrics, services.GetRequiredService<BuildVersion>());
    }
}
