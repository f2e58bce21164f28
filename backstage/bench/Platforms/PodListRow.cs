using System.Diagnostics;
using System.Text;
using BigBen.Bench.Rows;

namespace BigBen.Bench.Platforms;

/// <summary>
/// kubectl's list of 1,000 pods, in a namespace of their own and on a node that is not there, so that nothing of them runs.
/// </summary>
internal sealed class PodListRow(RunningPlatform platform) : IRow
{
    private const int Pods = 1000;
    private const string Namespace = "bench";

    public string Name => "pods";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(int rounds)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "pods.yaml");
        await File.WriteAllTextAsync(file, Manifest());
        await platform.KubectlAsync("create", "-f", file, "--validate=false");
        try
        {
            await ListAsync();
            var figures = new List<Figure>();
            for (var round = 0; round < rounds; round++)
            {
                var before = platform.ProcessorSeconds;
                var time = await ListAsync();
                figures.Add(new Figure($"kubectl get pods, {Pods}", "< 200 ms", "{0:0 ms}", time.TotalMilliseconds, 200));
                figures.Add(new Figure(
                    "of that the platform's processor time", "", "{0:0 ms}", (platform.ProcessorSeconds - before) * 1000, 200));
            }

            return figures;
        }
        finally
        {
            await platform.KubectlAsync("delete", "pods", "--all", "-n", Namespace, "--grace-period=0", "--force", "--wait=false");
            await platform.KubectlAsync("delete", "namespace", Namespace, "--wait=false");
        }
    }

    private async Task<TimeSpan> ListAsync()
    {
        var clock = Stopwatch.StartNew();
        var lines = (await platform.KubectlAsync("get", "pods", "-n", Namespace)).Count(character => character == '\n');
        return lines == Pods + 1 ? clock.Elapsed : throw new InvalidOperationException($"kubectl printed {lines} lines");
    }

    private static string Manifest()
    {
        var text = new StringBuilder($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {Namespace}}}}}\n");
        for (var pod = 0; pod < Pods; pod++)
        {
            text.Append(
                $$"""
                ---
                apiVersion: v1
                kind: Pod
                metadata: { name: many-{{pod:0000}}, namespace: {{Namespace}} }
                spec: { nodeName: elsewhere, containers: [{ name: main, image: "none:1" }] }

                """);
        }

        return text.ToString();
    }
}
