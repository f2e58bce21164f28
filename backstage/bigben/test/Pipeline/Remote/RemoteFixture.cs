using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;
using BigBen.Pipeline.Remote;
using BigBen.Tests.Git;
using BigBen.Tests.Images.Registry;

namespace BigBen.Tests.Pipeline.Remote;

/// <summary>
/// A repository as GitHub has it (bare, with an ordinary push), a person's clone, the pipeline's clone, and a real registry.
/// </summary>
public sealed class RemoteFixture : IAsyncDisposable
{
    private RemoteFixture(TempFolder temp, TestClone person, TestClone pipeline, DockerRegistry registry)
    {
        Temp = temp;
        Person = person;
        Pipeline = pipeline;
        Registry = registry;
        Server = GitCli.OfRepository(temp["server.git"]);
        Branch = new RemoteBranch(pipeline.Path, "origin");
        Images = new RegistryImages(registry.Client(), () => registry.Owner);
    }

    public TempFolder Temp { get; }

    public TestClone Person { get; }

    public TestClone Pipeline { get; }

    public DockerRegistry Registry { get; }

    public GitCli Server { get; }

    public RemoteBranch Branch { get; }

    public RegistryImages Images { get; }

    internal Rollout Rollout => new(Branch);

    public Run Run => new("test", Temp["logs"], TimeProvider.System, _ => { });

    private static CancellationToken None => CancellationToken.None;

    public static async Task<RemoteFixture> CreateAsync()
    {
        var temp = await FolderSnapshot.FolderAsync("remote", async folder =>
        {
            var server = await TestClone.InitAsync(folder["seed"]);
            await server.CommitAsync("first", PipelineFixture.Services());
            await server.GitAsync("clone", "--quiet", "--bare", server.Path, folder["server.git"]);
            await TestClone.OfAsync(folder["server.git"], folder["person"]);
            await TestClone.OfAsync(folder["server.git"], folder["pipeline"]);
        });
        return new RemoteFixture(temp, new TestClone(temp["person"]), new TestClone(temp["pipeline"]), await DockerRegistry.StartAsync());
    }

    /// <summary>A person's commit on main.</summary>
    public async Task<string> PushAsync(string message, params (string Path, string Text)[] files)
    {
        await Person.GitAsync("pull", "--quiet", "--rebase", "origin", "main");
        var commit = await Person.CommitAsync(message, files);
        await Person.GitAsync("push", "--quiet", "origin", "HEAD:main");
        return commit;
    }

    public async Task TagAsync(string tag, string commit)
    {
        await Person.GitAsync("tag", tag, commit);
        await Person.GitAsync("push", "--quiet", "origin", tag);
    }

    /// <summary>What the build job does: an image of each service at a commit, pushed by digest, then published under its tag.</summary>
    public async Task<Dictionary<string, string>> BuildAsync(string commit)
    {
        await Branch.HeadAsync(None);
        var digests = new Dictionary<string, string>();
        foreach (var service in await ServiceCatalog.ListAsync(Pipeline.Git, commit, None))
        {
            var imageCommit = await Affected.ImageCommitAsync(Pipeline.Git, commit, service, None);
            var (digest, _) = await Registry.PushIndexAsync(Images.RepositoryOf(service.Name), imageCommit);
            await Images.PublishAsync(service.Name, digest, imageCommit, None);
            digests[service.Name] = digest;
        }

        return digests;
    }

    /// <summary>Push, build, record.</summary>
    public async Task<string> DeliverAsync(string message, params (string Path, string Text)[] files)
    {
        var commit = await PushAsync(message, files);
        await BuildAsync(commit);
        await RecordAsync(commit);
        return commit;
    }

    internal Task<DeliveryPlan> RecordAsync(string commit) => new RemoteDelivery(Rollout, Images).RecordAsync(Run, commit, None);

    /// <summary>What the release job does.</summary>
    internal Task<ReleaseResult> PromoteAsync(string version, bool prerelease = false, IReleaseProof? proof = null) =>
        new Releaser(Rollout, Images, proof)
            .ReleaseAsync(Run, version, $"refs/tags/{version}", None, new ReleaseOptions { IsPrerelease = prerelease });

    public async Task<EnvironmentFile> FileAsync(string environment) => await EnvironmentFile.ReadAsync(Server, "main", environment, None);

    public async Task<string> HeadAsync() => await Server.ResolveAsync("main", None);

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        Temp.Dispose();
    }
}
