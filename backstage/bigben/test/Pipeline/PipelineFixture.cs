using System.Collections.Concurrent;
using BigBen.Foundation;
using BigBen.Git;
using BigBen.Images;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline;

/// <summary>A clone with two services, a forge made from it, and the pipeline over both: real git, images made by hand.</summary>
public sealed class PipelineFixture : IDisposable
{
    private readonly DeliveryTurns turns = new();
    private int runs;

    private PipelineFixture(TempFolder temp, TestClone clone, ForgeRepository forge)
    {
        Temp = temp;
        Clone = clone;
        Forge = forge;
        Images = new ImageStore(temp["state/images"], TimeProvider.System);
        Ledger = new HealthLedger(temp["state/health"]);
        Build = new DotnetBuild(forge.Git, temp["state/work"]);
        var images = new StoreImages(Images);
        var rollout = new Rollout(new ForgeBranch(forge), Environments, turns);
        Health = new HealthProof(rollout, Ledger);
        Deliverer = new Deliverer(new ForgeBranch(forge), rollout, images, Build, new PublishedImages(Build, Images), Health);
        Releaser = new Releaser(rollout, images, Health);
        Rollback = new Rollback(rollout, images);
    }

    public TempFolder Temp { get; }

    public TestClone Clone { get; }

    public ForgeRepository Forge { get; }

    public ImageStore Images { get; }

    public HealthLedger Ledger { get; }

    public DotnetBuild Build { get; }

    public FakeEnvironments Environments { get; } = new();

    internal HealthProof Health { get; }

    internal Deliverer Deliverer { get; }

    internal Releaser Releaser { get; }

    internal Rollback Rollback { get; }

    public ConcurrentQueue<RunEvent> Events { get; } = new();

    public IEnumerable<string> Steps => Events.OfType<StepFinished>().Select(step => step.Step);

    private static CancellationToken None => CancellationToken.None;

    public static (string Path, string Text)[] Service(string name) =>
    [
        ($"app/{name}/src/{name}.csproj", "<Project/>"),
        ($"app/{name}/src/Program.cs", "return;"),
        ($"app/{name}/deploy-config/developer/values.yaml", "replicas: 1\n"),
        ($"app/{name}/deploy-config/production/values.yaml", "replicas: 2\n"),
    ];

    /// <summary>Two services and what they share.</summary>
    public static (string Path, string Text)[] Services() =>
    [
        .. Service("service-a"), .. Service("service-b"),
        ("app/service-defaults/src/defaults.csproj", "<Project/>"), ("charts/app/Chart.yaml", "name: app\n"), ("global.json", "{}"),
    ];

    public static async Task<PipelineFixture> CreateAsync(params (string Path, string Text)[] more)
    {
        var temp = await FolderSnapshot.FolderAsync($"pipeline: {string.Join('\n', more)}", async folder =>
        {
            var seed = await TestClone.InitAsync(folder["clone"]);
            await seed.CommitAsync("first", [.. Services(), .. more]);
            var made = await ForgeRepository.OpenOrCreateAsync(folder["state/forge.git"], seed.Path, None);
            await new CloneOfForge(seed.Path).AddRemoteAsync(made, None);
        });
        return new PipelineFixture(temp, new TestClone(temp["clone"]), ForgeRepository.At(temp["state/forge.git"]));
    }

    public void Dispose()
    {
        Build.Dispose();
        turns.Dispose();
        Temp.Dispose();
    }

    public Run Run() => new($"run-{Interlocked.Increment(ref runs)}", Temp["logs"], TimeProvider.System, Events.Enqueue);

    /// <summary>Puts the images of every service at a commit into the store, as if they had been built.</summary>
    public Task BuiltAsync(string commit) => BuiltAsync(Images, Temp, Forge.Git, commit);

    /// <summary>The same for a commit that only the clone has.</summary>
    public Task BuiltFromAsync(string commit) => BuiltAsync(Images, Temp, Clone.Git, commit);

    /// <summary>Puts the images of every service at a commit into a store.</summary>
    public static async Task BuiltAsync(ImageStore images, TempFolder temp, GitCli git, string commit)
    {
        foreach (var service in await ServiceCatalog.ListAsync(git, commit, None))
        {
            await BuiltAsync(images, temp, service, await Affected.ImageCommitAsync(git, commit, service, None));
        }
    }

    /// <summary>Puts the image of a service into a store.</summary>
    /// <param name="images">The store.</param>
    /// <param name="temp">Takes what is published.</param>
    /// <param name="service">The service.</param>
    /// <param name="imageCommit">The commit that it is made from.</param>
    /// <param name="content">What its program is; null for what that commit makes of it.</param>
    public static Task<Image> BuiltAsync(
        ImageStore images, TempFolder temp, ServiceSource service, string imageCommit, string? content = null)
    {
        var published = $"published-{service.Name}-{imageCommit}";
        temp.Write($"{published}/{service.Name}.dll", content ?? imageCommit);
        return images.AddAsync(service.ImageRepository, Affected.TagOf(imageCommit), temp[published], new ImageConfig(
            ["dotnet", $"{service.Name}.dll"], new Dictionary<string, string>(), new Dictionary<string, string>
            {
                [ImageConfig.RevisionLabel] = imageCommit,
            }));
    }

    /// <summary>Commits on top of the forge's main, uploads the objects and makes the images, but does not move main.</summary>
    public async Task<string> PushAsync(string message, params (string Path, string Text)[] files)
    {
        await Clone.GitAsync("pull", "--quiet", "--ff-only", "big-ben", "main");
        var commit = await Clone.CommitAsync(message, files);
        await UploadAsync(commit);
        await BuiltAsync(commit);
        return commit;
    }

    public Task UploadAsync(string commit) => Clone.GitAsync("push", "--quiet", "big-ben", $"{commit}:refs/uploads/{commit}");

    internal async Task<DeliveryResult> DeliverAsync(string message, params (string Path, string Text)[] files) =>
        await Deliverer.DeliverAsync(Run(), await PushAsync(message, files), None);

    internal async Task<DeliveryResult> DeliverFirstAsync()
    {
        var head = await Forge.HeadAsync(None);
        await BuiltAsync(head);
        return await Deliverer.DeliverAsync(Run(), head, None, first: true);
    }

    public async Task<EnvironmentFile> FileAsync(string environment, string revision = "main") =>
        EnvironmentFile.Parse(environment, await Forge.Git.ReadFileAsync(revision, EnvironmentFile.PathOf(environment), None));

    public async Task<ServiceRecord?> RecordAsync(string environment, string service) =>
        (await FileAsync(environment)).Services.GetValueOrDefault(service);
}
