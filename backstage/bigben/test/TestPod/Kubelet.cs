using System.Text.Json.Nodes;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.ApiServer.Storage;
using BigBen.Kubelet;
using BigBen.Kubelet.Mounts;
using BigBen.Manifests;

namespace BigBen.TestPod;

/// <summary>A store and a kubelet that run pods until they are killed.</summary>
internal static class Kubelet
{
    public static async Task<int> RunAsync(string directory, string pods)
    {
        var storage = ObjectStorage.Open(Path.Combine(directory, "objects.db"), history: 1000);
        var store = new ObjectStore(storage, TimeProvider.System);
        var ns = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "developer" } };
        store.Create(ResourceCatalog.Find("", "v1", "namespaces")!, "", ns);
        foreach (var pod in Manifest.ParseAll(await File.ReadAllTextAsync(pods), pods, "developer"))
            store.Create(Kinds.Pods, "developer", (JsonObject)pod.Body.DeepClone());
        var options = new KubeletOptions
        {
            Directory = Path.Combine(directory, "kubelet"),
            Images = new Shell(),
            Mounts = await MountSupport.FindAsync(directory, CancellationToken.None),
            Environment = (_, _) => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>()),
        };
        var logs = new PodLogs(Path.Combine(directory, "logs"), TimeProvider.System);
        await NodeAgent.StartAsync(
            store, options, logs, new ContainerRuntime(), new NodeUsage(TimeProvider.System), CancellationToken.None);
        for (var revision = store.Current; !store.List(Kinds.Pods).Items.All(pod => pod.HasCondition("Ready"));)
            revision = (await store.NextAsync(revision, Timeout.InfiniteTimeSpan, CancellationToken.None))!;
        System.Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    private sealed class Shell : IContainerImages
    {
        public Task<ContainerImage> ResolveAsync(string reference, CancellationToken cancellationToken) =>
            Task.FromResult(new ContainerImage("sha256:0", "/", ["/bin/sh", "-c"], new Dictionary<string, string>()));
    }
}
