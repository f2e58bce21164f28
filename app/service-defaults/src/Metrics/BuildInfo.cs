using System.Diagnostics.Metrics;

namespace BigBen.ServiceDefaults.Metrics;

internal static class BuildInfo
{
    /// <summary>Adds <c>build_info</c>: always 1, its labels say what is running, to be joined to the other metrics.</summary>
    public static void AddBuildInfo(this Meter meter, BuildVersion build) =>
        meter.CreateObservableGauge(
            "build_info",
            () => new Measurement<int>(
                1,
                new KeyValuePair<string, object?>("service", build.Service),
                new KeyValuePair<string, object?>("version", build.Version),
                new KeyValuePair<string, object?>("revision", build.Revision)),
            description: "What is running.");
}
