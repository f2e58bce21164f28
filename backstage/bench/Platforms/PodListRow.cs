using System.Diagnostics;
using BigBen.Bench.Rows;

namespace BigBen.Bench.Platforms;

/// <summary>
/// kubectl's list of 1,000 pods, in a namespace of their own and on a node that is not there, so that nothing of them runs. They are said
/// to have ended, a few at a time: there is no room for so many others.
/// </summary>
internal sealed class PodListRow(RunningPlatform platform) : IRow
{
    private const int Pods = 1000;
    private const int AtOnce = 40;
    private const string Namespace = "bench";

    public string Name => "pods";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(int rounds)
    {
        using var folder = new TemporaryFolder();
        await platform.KubectlAsync("create", "namespace", Namespace);
        try
        {
            foreach (var pods in Enumerable.Range(0, Pods).Chunk(AtOnce))
                await CreateAsync(Path.Combine(folder.Path, "pods.yaml"), pods);
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

    private async Task CreateAsync(string file, int[] pods)
    {
        await File.WriteAllTextAsync(file, Manifest(pods));
        await platform.KubectlAsync("create", "-f", file, "--validate=false");
        await platform.KubectlAsync(
            "patch", "-f", file, "--subresource=status", "--type=merge", "--patch", """{"status":{"phase":"Succeeded"}}""");
    }

    private async Task<TimeSpan> ListAsync()
    {
        var clock = Stopwatch.StartNew();
        var lines = (await platform.KubectlAsync("get", "pods", "-n", Namespace)).Count(character => character == '\n');
        return lines == Pods + 1 ? clock.Elapsed : throw new InvalidOperationException($"kubectl printed {lines} lines");
    }

    private static string Manifest(int[] pods) => string.Concat(pods.Select(pod =>
        $$"""
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: many-{{pod:0000}}, namespace: {{Namespace}} }
        spec: { nodeName: elsewhere, containers: [{ name: main, image: "none:1" }] }

        """));
}
