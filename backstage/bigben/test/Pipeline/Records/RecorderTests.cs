using BigBen.Git;
using BigBen.Pipeline;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Remote;
using BigBen.Tests.Git;
using Xunit.Abstractions;

namespace BigBen.Tests.Pipeline.Records;

public sealed class RecorderTests(ITestOutputHelper output) : IDisposable
{
    private const int People = 5;
    private static readonly string Digest = $"sha256:{new string('1', 64)}";

    private readonly TempFolder temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => temp.Dispose();

    [Theory]
    [Trait("Category", "Nightly")]
    [InlineData("forge", 20)]
    [InlineData("push", 8)]
    public async Task Writers_at_once_lose_nothing_of_each_other_nor_of_people(string way, int count)
    {
        var seed = await TestClone.InitAsync(temp["seed"]);
        var first = await seed.CommitAsync("first", ("README.md", "x"));
        var forge = await ForgeRepository.OpenOrCreateAsync(temp["forge.git"], seed.Path, None);
        if (way == "push")
            await forge.Git.OutputAsync(None, "config", "--unset-all", "receive.procReceiveRefs");

        var writers = Enumerable.Range(0, count).Select(number => Task.Run(async () =>
            await TestRecords.WriteAsync(
                await BranchAsync(way, forge, number), $"service-{number}", new ServiceRecord(first, first[..7], Digest))));
        var people = Enumerable.Range(0, People).Select(number => Task.Run(() => CommitByHandAsync(forge, number)));
        var results = await Task.WhenAll(writers);
        await Task.WhenAll(people);

        var git = forge.Git;
        var file = EnvironmentFile.Parse("developer", await git.ReadFileAsync("main", EnvironmentFile.PathOf("developer"), None));
        var byHand = await git.ListFilesAsync("main", "people", None);
        var commits = (await git.OutputAsync(None, "rev-list", "main")).Split('\n');
        output.WriteLine(
            $"{way}: {file.Services.Count} of {count} records, {byHand.Count} of {People} files by hand, {commits.Length} commits");
        file.Services.Count.ShouldBe(count);
        byHand.Count.ShouldBe(People);
        commits.Length.ShouldBe(1 + count + People);
        results.ShouldAllBe(result => result.IsChange && commits.Contains(result.Commit));
    }

    [Fact]
    public async Task The_same_again_makes_no_commit()
    {
        var (forge, commits) = await HistoryAsync(1);
        var record = new ServiceRecord(commits[0], commits[0][..7], Digest);

        var one = await TestRecords.WriteAsync(new ForgeBranch(forge), "service-a", record);
        var two = await TestRecords.WriteAsync(new ForgeBranch(forge), "service-a", record);

        (one.IsChange, two.IsChange, two.Commit).ShouldBe((true, false, one.Commit));
    }

    [Fact]
    public async Task Whatever_is_written_gives_every_record_a_revision_that_never_moves()
    {
        var (forge, commits) = await HistoryAsync(1);
        var old = new EnvironmentFile("production", new Dictionary<string, ServiceRecord>
        {
            ["service-a"] = new("main", commits[0][..7], Digest),
            ["service-b"] = new("v1.2.0", "v1.2.0", Digest),
        });
        var head = await forge.Git.CommitFilesAsync(
            commits[0], new Dictionary<string, string> { [EnvironmentFile.PathOf("production")] = $"{old}" }, "old", None);
        await forge.Git.TryAdvanceAsync(ForgeRepository.MainRef, head, commits[0], None);

        await TestRecords.WriteAsync(
            new ForgeBranch(forge), "service-c", new ServiceRecord("refs/tags/v1.3.0", "v1.3.0", Digest), "production");

        (await EnvironmentFile.ReadAsync(forge.Git, "main", "production", None)).Services.Values.Select(record => record.Revision)
            .ShouldBe([head, "refs/tags/v1.2.0", "refs/tags/v1.3.0"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_malformed_record_in_git_is_written_anew_and_the_commit_says_why()
    {
        var (forge, commits) = await HistoryAsync(1);
        var broken = await forge.Git.CommitFilesAsync(
            commits[0], new Dictionary<string, string> { [EnvironmentFile.PathOf("developer")] = "developer: [" }, "broken", None);
        await forge.Git.TryAdvanceAsync(ForgeRepository.MainRef, broken, commits[0], None);

        await TestRecords.WriteAsync(new ForgeBranch(forge), "service-a", null);

        (await forge.Git.OutputAsync(None, "log", "-1", "--format=%b", ForgeRepository.MainRef))
            .ShouldContain("developer.yaml is not YAML");
        (await forge.Git.ReadFileAsync(ForgeRepository.MainRef, EnvironmentFile.PathOf("developer"), None))
            .ShouldBe($"{EnvironmentFile.Empty("developer")}");
    }

    private async Task<(ForgeRepository Forge, IReadOnlyList<string> Commits)> HistoryAsync(int count)
    {
        var seed = await TestClone.InitAsync(temp["seed"]);
        var commits = new List<string>();
        for (var number = 0; number < count; number++)
            commits.Add(await seed.CommitAsync($"commit {number}"));
        return (await ForgeRepository.OpenOrCreateAsync(temp["forge.git"], seed.Path, None), commits);
    }

    private async Task<IMainBranch> BranchAsync(string way, ForgeRepository forge, int number) =>
        way == "forge"
            ? new ForgeBranch(forge)
            : new RemoteBranch((await TestClone.OfAsync(forge.Path, temp[$"clone-{number}"])).Path, "origin");

    // As people do: pull, commit, push, and again if somebody was faster.
    private static async Task CommitByHandAsync(ForgeRepository forge, int number)
    {
        var git = forge.Git;
        while (true)
        {
            var head = await forge.HeadAsync(None);
            var commit = await git.CommitFilesAsync(
                head, new Dictionary<string, string> { [$"people/{number}"] = "by hand" }, "by hand", None);
            if (await git.TryAdvanceAsync(ForgeRepository.MainRef, commit, head, None))
                return;
        }
    }
}
