using BigBen.Git;
using BigBen.Images;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Protection;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Releases;
using BigBen.Pipeline.Remote;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline;

/// <summary>
/// A main branch with two services, in the forge or behind a remote, and images made by hand: what the pipeline is the same over.
/// </summary>
internal sealed class BranchFixture : IDisposable
{
    public const string InForge = "in the forge";
    public const string OnRemote = "on a remote";
    public const string InCopy = "in a forge that is a hosted repository's copy";

    private readonly TempFolder _temp;
    private readonly ImageStore _store;

    private BranchFixture(TempFolder temp, GitCli server, IMainBranch branch)
    {
        (_temp, Server, Branch) = (temp, server, branch);
        _store = new ImageStore(temp["images"], TimeProvider.System);
        Images = new StoreImages(_store);
        Rollout = new Rollout(new Watched(branch, () => BeforeAdvance()), clock: Clock);
    }

    public GitCli Server { get; }

    public IMainBranch Branch { get; }

    public StoreImages Images { get; }

    public Rollout Rollout { get; }

    /// <summary>Tells whether an environment is open.</summary>
    public SetClock Clock { get; } = new();

    /// <summary>What happens just before main is moved: somebody else's work.</summary>
    public Func<Task> BeforeAdvance { get; set; } = () => Task.CompletedTask;

    private static CancellationToken None => CancellationToken.None;

    public static async Task<BranchFixture> CreateAsync(string kind, params (string Path, string Text)[] more)
    {
        var temp = await FolderSnapshot.FolderAsync(
            $"branch {kind}: {string.Join('\n', more)}", folder => MakeAsync(folder, kind, [.. PipelineFixture.Services(), .. more]));
        if (kind == OnRemote)
            return new BranchFixture(temp, GitCli.OfRepository(temp["server.git"]), new RemoteBranch(temp["clone"], "origin"));
        var forge = ForgeRepository.At(temp["forge.git"]);
        if (kind == InForge)
            return new BranchFixture(temp, forge.Git, new ForgeBranch(forge));
        var hosted = await RemoteBranch.OpenAsync(forge.Path, ForgeRepository.SourceName, None);
        return new BranchFixture(temp, GitCli.OfRepository(temp["server.git"]), new ForgeBranch(forge, hosted));
    }

    private static async Task MakeAsync(TempFolder folder, string kind, (string Path, string Text)[] files)
    {
        var seed = await TestClone.InitAsync(folder["seed"]);
        await seed.CommitAsync("first", files);
        if (kind == InForge)
        {
            await ForgeRepository.OpenOrCreateAsync(folder["forge.git"], seed.Path, None);
            return;
        }

        await seed.GitAsync("clone", "--quiet", "--bare", seed.Path, folder["server.git"]);
        if (kind == InCopy)
        {
            var copy = await ForgeRepository.OpenOrCreateAsync(folder["forge.git"], seed.Path, None);
            await copy.FollowAsync(folder["server.git"], None);
            return;
        }

        await TestClone.OfAsync(folder["server.git"], folder["clone"]);
    }

    /// <summary>Somebody's commit on main, or main itself where nothing is changed, with every image of it built.</summary>
    public async Task<string> PushAsync(params (string Path, string Text)[] files)
    {
        var commit = files.Length == 0
            ? await Branch.HeadAsync(None)
            : await CommitAsync(files.ToDictionary(file => file.Path, file => file.Text));
        await PipelineFixture.BuiltAsync(_store, _temp, Server, commit);
        return commit;
    }

    public async Task<DeliveryPlan> RecordAsync(string commit, string onto = ForgeRepository.MainRef) =>
        await new RemoteDelivery(Rollout, Images).RecordAsync(TestRecords.Run, commit, None, onto);

    /// <summary>Push, then record.</summary>
    public async Task<string> DeliverAsync(params (string Path, string Text)[] files)
    {
        var commit = await PushAsync(files);
        await RecordAsync(commit);
        return commit;
    }

    public Task<RollbackPlan> RollBackAsync(string service, string environment, Asking? asking = null) =>
        new Rollback(Rollout, Images).RollBackAsync(TestRecords.Run, service, environment, None, asking);

    public Task<ReleaseResult> ReleaseAsync(string version, string? revision = null, ReleaseOptions? options = null) =>
        new Releaser(Rollout, Images, proof: null).ReleaseAsync(TestRecords.Run, version, revision, None, options);

    /// <summary>A commit on top of any other, on a branch of its own, with every image of it built.</summary>
    public async Task<string> PushBranchAsync(string branch, string from, params (string Path, string Text)[] files)
    {
        var commit = await Server.CommitFilesAsync(from, files.ToDictionary(file => file.Path, file => file.Text), "on a branch", None);
        (await Server.TryAdvanceAsync($"refs/heads/{branch}", commit, null, None)).ShouldBeTrue();
        await Branch.BranchAsync($"refs/heads/{branch}", None);
        await PipelineFixture.BuiltAsync(_store, _temp, Server, commit);
        return commit;
    }

    /// <summary>An environment's file as a version before wrote it.</summary>
    public Task<string> WriteAsync(string environment, params (string Service, ServiceRecord Record)[] records) =>
        CommitAsync(new Dictionary<string, string>
        {
            [EnvironmentFile.PathOf(environment)] =
                $"{new EnvironmentFile(environment, records.ToDictionary(pair => pair.Service, pair => pair.Record))}",
        });

    public async Task<IReadOnlyDictionary<string, ServiceRecord>> RecordsAsync(string environment) =>
        (await EnvironmentFile.ReadAsync(Server, "main", environment, None)).Services;

    public async Task<string> SubjectAsync() => (await Server.CommitsAsync("main", null, 1, None))[0].Subject;

    public void Dispose() => _temp.Dispose();

    private async Task<string> CommitAsync(Dictionary<string, string> files)
    {
        var head = await Server.ResolveAsync("main", None);
        var commit = await Server.CommitFilesAsync(head, files, "by hand", None);
        (await Server.TryAdvanceAsync(ForgeRepository.MainRef, commit, head, None)).ShouldBeTrue();
        return commit;
    }

    /// <summary>A clock that shows what it is set to.</summary>
    internal sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 26, 14, 30, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Watched(IMainBranch branch, Func<Task> before) : IMainBranch
    {
        public GitCli Git => branch.Git;

        public string Remote => branch.Remote;

        public Task<string> HeadAsync(CancellationToken cancellationToken) => branch.HeadAsync(cancellationToken);

        public Task<string?> TagAsync(string name, CancellationToken cancellationToken) => branch.TagAsync(name, cancellationToken);

        public Task<string?> BranchAsync(string name, CancellationToken cancellationToken) => branch.BranchAsync(name, cancellationToken);

        public async Task<bool> TryAdvanceAsync(string expected, string commit, RefChange? tag, CancellationToken cancellationToken)
        {
            await before();
            return await branch.TryAdvanceAsync(expected, commit, tag, cancellationToken);
        }
    }
}
