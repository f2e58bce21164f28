using System.Text;
using BigBen.ServiceDefaults.Tests.Support;
using Prometheus;

namespace BigBen.ServiceDefaults.Tests.Metrics;

internal static class Scrape
{
    /// <summary>The samples of one name that a service tells.</summary>
    public static async Task<string[]> LinesAsync(RunningService service, string name) =>
        Lines(await service.Management.GetStringAsync("/metrics"), name);

    /// <summary>The samples of one name in a registry.</summary>
    public static async Task<string[]> LinesAsync(CollectorRegistry registry, string name)
    {
        using var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text);
        return Lines(Encoding.UTF8.GetString(text.ToArray()), name);
    }

    private static string[] Lines(string text, string name) =>
        [.. text.Split('\n')
            .Where(line => line.StartsWith(name + '{', StringComparison.Ordinal) || line.StartsWith(name + ' ', StringComparison.Ordinal))];
}
