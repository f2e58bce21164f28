using BigBen.Foundation;
using BigBen.Git;
using BigBen.Images;
using BigBen.Pipeline;
using BigBen.Pipeline.Building;
using BigBen.Pipeline.Records;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline.Building;

public sealed class ImagePrunerTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken None => CancellationToken.None;

    private ImageStore Store => new(_temp["images"], TimeProvider.System);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task What_is_recorded_was_lately_or_runs_stays_and_all_else_goes()
    {
        var (forge, commit) = await ForgeAsync();
        var rare = await RecordAsync(forge, commit, "service-b", "developer", 0);
        var released = await RecordAsync(forge, commit, "service-a", "production", 0);
        var often = new List<string>();
        for (var number = 1; number <= ImagePruner.Kept + 3; number++)
            often.Add(await RecordAsync(forge, commit, "service-a", "developer", number));
        var running = await AddAsync("service-a", "hand-made");
        await AddAsync("service-a", "never-recorded");

        var removed = await new ImagePruner(forge.Git, Store).PruneAsync([running], None);

        removed.ShouldBe(3 + 1);
        Digests().ShouldBe([rare, released, running, .. often.TakeLast(ImagePruner.Kept)], ignoreOrder: true);
    }

    [Fact]
    public async Task What_a_rollback_would_restore_stays_however_long_ago_it_was()
    {
        var (forge, commit) = await ForgeAsync();
        var first = await RecordAsync(forge, commit, "service-a", "developer", 0);
        var bad = await AddAsync("service-a", "bad");
        // Recorded and taken back again and again: what counts is what lies below.
        var second = await RecordAsync(forge, commit, "service-a", "developer", 1);
        for (var time = 0; time <= ImagePruner.Kept / 2; time++)
        {
            await WriteAsync(forge, commit, "service-a", "developer", "bad", bad);
            await WriteAsync(forge, commit, "service-a", "developer", "v1", second);
        }

        await new ImagePruner(forge.Git, Store).PruneAsync([], None);

        Digests().ShouldBe([first, second, bad], ignoreOrder: true);
    }

    [Fact]
    public async Task What_a_running_pipeline_has_built_and_not_recorded_yet_stays_until_its_end()
    {
        var (forge, commit) = await ForgeAsync();
        var recorded = await RecordAsync(forge, commit, "service-b", "developer", 0);
        await AddAsync("service-b", "never-recorded");
        var built = await AddAsync("service-a", "test-123abc-1234567");
        var pruner = new ImagePruner(forge.Git, Store, _temp["pipelines"]);
        var ended = _temp.Write($"pipelines/service-b/{ImagePruner.PipelineLock}", "");

        using (FileLock.TryTake(_temp[$"pipelines/service-a/{ImagePruner.PipelineLock}"]))
            (await pruner.PruneAsync([], None)).ShouldBe(1);

        Digests().ShouldBe([recorded, built], ignoreOrder: true);
        File.Exists(ended).ShouldBeTrue();
        (await pruner.PruneAsync([], None)).ShouldBe(1);
        Digests().ShouldBe([recorded]);
    }

    private async Task<(ForgeRepository Forge, string Commit)> ForgeAsync()
    {
        var seed = await TestClone.InitAsync(_temp["seed"]);
        var commit = await seed.CommitAsync("first", ("README.md", "x"));
        return (await ForgeRepository.OpenOrCreateAsync(_temp["forge.git"], seed.Path, None), commit);
    }

    private async Task<string> RecordAsync(ForgeRepository forge, string commit, string service, string environment, int number)
    {
        var digest = await AddAsync(service, $"{environment}-v{number}");
        await WriteAsync(forge, commit, service, environment, $"v{number}", digest);
        return digest;
    }

    private static async Task WriteAsync(
        ForgeRepository forge, string commit, string service, string environment, string tag, string digest) =>
        await TestRecords.WriteAsync(new ForgeBranch(forge), service, new ServiceRecord(commit, tag, digest), environment);

    private async Task<string> AddAsync(string service, string content)
    {
        _temp.Write($"published-{service}-{content}/a.dll", $"{service} {content}");
        var config = new ImageConfig(["dotnet", "a.dll"], new Dictionary<string, string>(), new Dictionary<string, string>());
        var repository = ServiceSource.ImageRepositoryOf(service);
        return (await Store.AddAsync(repository, content, _temp[$"published-{service}-{content}"], config)).Digest;
    }

    private IEnumerable<string> Digests() =>
        Directory.EnumerateDirectories(_temp["images"], "sha256", SearchOption.AllDirectories)
            .SelectMany(folder => Directory.EnumerateDirectories(folder)).Select(path => $"sha256:{Path.GetFileName(path)}");
}
