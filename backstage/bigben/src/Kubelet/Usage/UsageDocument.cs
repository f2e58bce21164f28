using BigBen.ApiServer.Registry;
using BigBen.Foundation.Schedules;

namespace BigBen.Kubelet.Usage;

/// <summary>The fields of <c>metrics.k8s.io</c>.</summary>
internal static class UsageDocument
{
    private const string ApiVersion = "metrics.k8s.io/v1beta1";

    /// <summary>What pods and nodes have in common.</summary>
    /// <param name="kind"><c>PodMetrics</c> or <c>NodeMetrics</c>.</param>
    /// <param name="metadata">Of whom.</param>
    /// <param name="now">When it was measured.</param>
    /// <param name="window">Over what time the rate of the processor is a mean.</param>
    public static JsonObject Of(string kind, JsonObject metadata, DateTimeOffset now, TimeSpan window)
    {
        metadata["creationTimestamp"] = ObjectMeta.Time(now);
        return new JsonObject
        {
            ["kind"] = kind,
            ["apiVersion"] = ApiVersion,
            ["metadata"] = metadata,
            ["timestamp"] = ObjectMeta.Time(now),
            ["window"] = GoDuration.Of(window),
        };
    }

    /// <summary>Processor and memory as quantities: billionths of a core, and KiB.</summary>
    public static JsonObject Usage(double cores, long memory) => new()
    {
        ["cpu"] = string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, cores) * 1e9:0}n"),
        ["memory"] = string.Create(CultureInfo.InvariantCulture, $"{memory / 1024}Ki"),
    };
}
