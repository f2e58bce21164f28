using System.Globalization;
using System.Text;
using BigBen.Manifests;
using BigBen.Runtime;

namespace BigBen.Tests.Runtime;

/// <summary>A cluster in a folder of its own, with images that run a shell or the test program; everything is ended and deleted afterwards.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private TestCluster(Cluster cluster, string directory, TestImages images)
    {
        Cluster = cluster;
        Directory = directory;
        Images = images;
    }

    public Cluster Cluster { get; }

    public string Directory { get; }

    public TestImages Images { get; }

    public static async Task<TestCluster> StartAsync(Func<ClusterOptions, ClusterOptions>? with = null, string? directory = null)
    {
        directory ??= NewDirectory();
        var images = new TestImages();
        var options = new ClusterOptions
        {
            Directory = directory,
            Images = images,
            RestartBackOff = new BackOffOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
            ImageBackOff = new BackOffOptions(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)),
        };
        var cluster = new Cluster(with?.Invoke(options) ?? options);
        await cluster.StartAsync();
        return new TestCluster(cluster, directory, images);
    }

    public static string NewDirectory() => System.IO.Directory.CreateTempSubdirectory("bigben-").FullName;

    public void Apply(string yaml)
    {
        foreach (var manifest in Manifest.ParseAll(yaml, "test.yaml", "developer"))
            Cluster.Apply(manifest);
    }

    /// <summary>Waits for a condition of the cluster; fails with what there is instead.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        if (!await Cluster.WaitAsync(condition, Deadline))
            throw new TimeoutException($"It never came to that. {Describe()}");
    }

    public Task CompleteAsync(string name) => UntilAsync(() => Cluster.DeploymentStatus("developer", name) is { IsComplete: true });

    /// <summary>Waits until a pod has written a file into its TMPDIR, and gives its text.</summary>
    public async Task<string> UntilFileAsync(string name, Action<string>? take = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Deadline)
        {
            var text = System.IO.Directory.Exists(Path.Combine(Directory, "pods"))
                ? System.IO.Directory.EnumerateFiles(Path.Combine(Directory, "pods"), name, SearchOption.AllDirectories).Select(ReadShared).FirstOrDefault()
                : null;
            if (text?.EndsWith('\n') == true)
            {
                take?.Invoke(text);
                return text;
            }

            await Task.Delay(10);
        }

        throw new TimeoutException($"No pod wrote {name}. {Describe()}");
    }

    /// <summary>The only pod, once its program runs.</summary>
    public async Task<PodStatus> RunningPodAsync()
    {
        await UntilAsync(() => Cluster.Pods is [{ Pid: not null }]);
        return OnlyPod();
    }

    public PodStatus OnlyPod() => Cluster.Pods.ShouldHaveSingleItem();

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    private string Describe()
    {
        var text = new StringBuilder();
        foreach (var status in Cluster.Deployments)
            text.AppendLine(status.ToString());
        foreach (var pod in Cluster.Pods)
            text.AppendLine(pod.ToString());
        foreach (var happened in Cluster.Events.TakeLast(40))
            text.AppendLine(CultureInfo.InvariantCulture, $"{happened.Time:HH:mm:ss.fff} {happened.Regarding} {happened.Reason} {happened.Message} x{happened.Count}");
        return text.ToString();
    }
}

/// <summary>
/// <c>shell:anything</c> runs its arguments by a shell; <c>web:anything</c> runs the test program, its version being what follows the colon.
/// </summary>
internal sealed class TestImages : IContainerImages
{
    public HashSet<string> Missing { get; } = [];

    public ContainerImage Resolve(string reference)
    {
        lock (Missing)
        {
            if (Missing.Contains(reference))
                throw new BigBen.Foundation.PlatformException($"There is no image {reference}.");
        }

        var parts = reference.Split(':');
        return parts[0] == "web"
            ? new ContainerImage(
                $"sha256:{parts[1]}", AppContext.BaseDirectory, ["dotnet", "bigben.TestPod.dll"], new Dictionary<string, string> { ["APP_VERSION"] = parts[1] })
            : new ContainerImage($"sha256:{parts[1]}", "/", ["/bin/sh", "-c"], new Dictionary<string, string> { ["FROM_IMAGE"] = "image" });
    }
}
