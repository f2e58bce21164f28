using BigBen.Forge;
using BigBen.Foundation;
using BigBen.Pipeline;
using BigBen.Tests.Forge;
using Xunit.Abstractions;

namespace BigBen.Tests.Pipeline;

public sealed class RecorderTests(ITestOutputHelper output) : IDisposable
{
    private const int Writers = 20;
    private const int People = 5;
    private static readonly string Digest = $"sha256:{new string('1', 64)}";

    private readonly TempFolder temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData("forge")]
    [InlineData("push")]
    public async Task Twenty_writers_at_once_lose_nothing_of_each_other_nor_of_people(string way)
    {
        var seed = await TestClone.InitAsync(temp["seed"]);
        var first = await seed.CommitAsync("first", ("README.md", "x"));
        var forge = await ForgeRepository.OpenOrCreateAsync(temp["forge.git"], seed.Path, None);
        if (way == "push")
            await forge.Git.OutputAsync(None, "config", "--unset-all", "receive.procReceiveRefs");

        var writers = Enumerable.Range(0, Writers).Select(number => Task.Run(async () =>
        {
            var recorder = new Recorder(await BranchAsync(way, forge, number));
            return await recorder.RecordAsync("developer", Records($"service-{number}", new ServiceRecord("main", first[..7], Digest)), $"record {number}", None);
        }));
        var people = Enumerable.Range(0, People).Select(number => Task.Run(() => CommitByHandAsync(forge, number)));
        var results = await Task.WhenAll(writers);
        await Task.WhenAll(people);

        var git = forge.Git;
        var file = EnvironmentFile.Parse("developer", await git.ReadFileAsync("main", EnvironmentFile.PathOf("developer"), None));
        var byHand = await git.ListFilesAsync("main", "people", None);
        var commits = (await git.OutputAsync(None, "rev-list", "main")).Split('\n');
        output.WriteLine($"{way}: {file.Services.Count} of {Writers} records, {byHand.Count} of {People} files by hand, {commits.Length} commits");
        file.Services.Count.ShouldBe(Writers);
        byHand.Count.ShouldBe(People);
        commits.Length.ShouldBe(1 + Writers + People);
        results.ShouldAllBe(result => result.Changed && commits.Contains(result.Commit));
    }

    [Fact]
    public async Task The_same_again_makes_no_commit()
    {
        var (forge, commits) = await HistoryAsync(1);
        var recorder = new Recorder(new ForgeBranch(forge));
        var records = Records("service-a", new ServiceRecord("main", commits[0][..7], Digest));

        var one = await recorder.RecordAsync("developer", records, "one", None);
        var two = await recorder.RecordAsync("developer", records, "two", None);

        (one.Changed, two.Changed, two.Commit).ShouldBe((true, false, one.Commit));
    }

    [Fact]
    public async Task An_older_commit_does_not_replace_a_newer_one()
    {
        var (forge, commits) = await HistoryAsync(3);
        var recorder = new Recorder(new ForgeBranch(forge));
        await recorder.RecordAsync("developer", Records("service-a", new ServiceRecord("main", commits[1][..7], Digest)), "newer", None);

        var older = await recorder.RecordAsync("developer", Records("service-a", new ServiceRecord("main", commits[0][..7], Digest)), "older", None);
        var newest = await recorder.RecordAsync("developer", Records("service-a", new ServiceRecord("main", commits[2][..7], Digest)), "newest", None);

        (older.Changed, newest.Changed).ShouldBe((false, true));
        older.Kept.ShouldBe(["service-a"]);
    }

    [Fact]
    public async Task An_older_version_does_not_replace_a_newer_one()
    {
        var (forge, _) = await HistoryAsync(1);
        var recorder = new Recorder(new ForgeBranch(forge));
        await recorder.RecordAsync("production", Records("service-a", new ServiceRecord("v1.10.0", "v1.10.0", Digest)), "newer", None);

        (await recorder.RecordAsync("production", Records("service-a", new ServiceRecord("v1.9.0", "v1.9.0", Digest)), "older", None)).Kept.ShouldBe(["service-a"]);
    }

    [Fact]
    public async Task A_malformed_record_in_git_is_named_and_stays()
    {
        var (forge, commits) = await HistoryAsync(1);
        var broken = await forge.Git.CommitFilesAsync(commits[0], new Dictionary<string, string> { [EnvironmentFile.PathOf("developer")] = "developer: [" }, "broken", None);
        await forge.Git.TryAdvanceAsync(ForgeRepository.MainRef, broken, commits[0], None);

        var error = await Should.ThrowAsync<PlatformException>(new Recorder(new ForgeBranch(forge)).RecordAsync("developer", Records("service-a", null), "x", None));

        error.Message.ShouldContain("developer.yaml is no YAML");
        (await forge.HeadAsync(None)).ShouldBe(broken);
    }

    private static Dictionary<string, ServiceRecord?> Records(string service, ServiceRecord? record) => new() { [service] = record };

    private async Task<(ForgeRepository Forge, IReadOnlyList<string> Commits)> HistoryAsync(int count)
    {
        var seed = await TestClone.InitAsync(temp["seed"]);
        var commits = new List<string>();
        for (var number = 0; number < count; number++)
            commits.Add(await seed.CommitAsync($"commit {number}"));
        return (await ForgeRepository.OpenOrCreateAsync(temp["forge.git"], seed.Path, None), commits);
    }

    private async Task<IMainBranch> BranchAsync(string way, ForgeRepository forge, int number) =>
        way == "forge" ? new ForgeBranch(forge) : new RemoteBranch((await TestClone.OfAsync(forge.Path, temp[$"clone-{number}"])).Path, "origin");

    // As people do: pull, commit, push, and again if somebody was faster.
    private static async Task CommitByHandAsync(ForgeRepository forge, int number)
    {
        var git = forge.Git;
        while (true)
        {
            var head = await forge.HeadAsync(None);
            var commit = await git.CommitFilesAsync(head, new Dictionary<string, string> { [$"people/{number}"] = "by hand" }, "by hand", None);
            if (await git.TryAdvanceAsync(ForgeRepository.MainRef, commit, head, None))
                return;
        }
    }
}
