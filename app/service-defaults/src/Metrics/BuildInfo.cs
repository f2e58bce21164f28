using Prometheus;

namespace BigBen.ServiceDefaults.Metrics;

internal static class BuildInfo
{
    /// <summary>Adds <c>build_info</c>: always 1, its labels say what is running, to be joined to the other metrics.</summary>
    public static void Add(IMetricFactory metrics, BuildVersion build) =>
        metrics.CreateGauge("build_info", "What is running.", ["service", "version", "revision"])
            .WithLabels(build.Service, build.Version, build.Revision)
            .Set(1);
}
