using BigBen.Manifests;
using BigBen.Runtime;

namespace BigBen.TestPod;

/// <summary>Runs a cluster until it is killed.</summary>
internal static class Platform
{
    public static async Task<int> RunAsync(string directory, string manifests)
    {
        var cluster = new Cluster(new ClusterOptions { Directory = directory, Images = new Shell() });
        await cluster.StartAsync();
        foreach (var manifest in Manifest.ParseAll(await File.ReadAllTextAsync(manifests), manifests, "developer"))
            cluster.Apply(manifest);
        await cluster.WaitAsync(() => cluster.Deployments.All(status => status.IsComplete), TimeSpan.FromMinutes(1));
        System.Console.WriteLine(string.Join(' ', cluster.Pods.Select(pod => pod.Pid)));
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    private sealed class Shell : IContainerImages
    {
        public ContainerImage Resolve(string reference) => new("sha256:0", "/", ["/bin/sh", "-c"], new Dictionary<string, string>());
    }
}
