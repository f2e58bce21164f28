using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline;
using BigBen.Pipeline.Records;
using BigBen.Pipeline.Remote;
using BigBen.Tests.Git;
using Xunit.Abstractions;

namespace BigBen.Tests.Pipeline.Remote;

public sealed partial class RemoteBranchTests(ITestOutputHelper output) : IDisposable
{
    private const int Writers = 20;
    private const int Services = 4;
    private const int People = 10;
    private static readonly string Digest = $"sha256:{new string('1', 64)}";

    private readonly TempFolder temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task A_default_branch_of_another_name_is_main_to_the_pipeline()
    {
        var seed = await TestClone.InitAsync(temp["seed"]);
        var commit = await seed.CommitAsync("first", PipelineFixture.Services());
        await seed.GitAsync("branch", "--move", "trunk");
        await seed.GitAsync("clone", "--quiet", "--bare", seed.Path, temp["server.git"]);
        var server = GitCli.OfRepository(temp["server.git"]);
        var clone = await TestClone.OfAsync(server.Path, temp["clone"]);

        var branch = await RemoteBranch.OpenAsync(clone.Path, "origin", None);
        await TestRecords.WriteAsync(branch, "service-a", new ServiceRecord(commit, commit[..7], Digest));

        branch.Name.ShouldBe("trunk");
        (await EnvironmentFile.ReadAsync(server, "trunk", "developer", None)).Services.Keys.ShouldBe(["service-a"]);
        (await server.TryResolveAsync("refs/heads/main", None)).ShouldBeNull();
    }

    [Fact]
    [Trait("Category", "Nightly")]
    public async Task Twenty_deliveries_of_four_services_at_once_with_people_in_between_are_all_there_and_none_goes_backwards()
    {
        var (server, commits) = await ServerAsync(Writers / Services, Services);
        await server.OutputAsync(None, "config", "core.logAllRefUpdates", "always");
        var writers = Enumerable.Range(0, Writers).Select(number => Task.Run(async () =>
        {
            var clone = await TestClone.OfAsync(server.Path, temp[$"clone-{number}"]);
            return await new RemoteDelivery(new Rollout(new RemoteBranch(clone.Path, "origin")), new EveryImage(Digest))
                .RecordAsync(TestRecords.Run, commits[number / Services], None);
        }));
        var person = TestClone.OfAsync(server.Path, temp["person"]);
        var people = Task.Run(async () =>
        {
            for (var number = 0; number < People; number++)
                await PushByHandAsync(await person, $"people/{number}");
        });
        var results = await Task.WhenAll(writers);
        await people;

        var file = await EnvironmentFile.ReadAsync(server, "main", "developer", None);
        var all = (await server.OutputAsync(None, "rev-list", "main")).Split('\n');
        var updates = (await server.OutputAsync(None, "reflog", "show", "--format=%H", "main")).Split('\n').Reverse().ToList();
        var forced = 0;
        for (var number = 1; number < updates.Count; number++)
            forced += await server.IsAncestorAsync(updates[number - 1], updates[number], None) ? 0 : 1;
        var backwards = 0;
        var history = await RecordHistory.ReadAsync(server, "main", "developer", None);
        for (var service = 0; service < Services; service++)
        {
            var records = history.Of($"service-{service}");
            foreach (var (before, after) in records.Zip(records.Skip(1)))
                backwards += await server.IsAncestorAsync(before.Record.Tag, after.Record.Tag, None) ? 0 : 1;
        }

        var byHand = (await server.ListFilesAsync("main", "people", None)).Count;
        // Two that plan the same on the same base in the same second make the very same commit.
        var recorded = results.Where(result => result.IsChange).Select(result => result.Commit).Distinct().Count();
        output.WriteLine($"{Writers} deliveries of {Services} services: {recorded} recorded, the others nothing newer; " +
            $"{byHand} of {People} commits by people; {all.Length} commits, {forced} forced, {backwards} backwards");
        recorded.ShouldBeInRange(1, commits.Count);
        file.Services.Values.ShouldBe(Enumerable.Repeat(new ServiceRecord(commits[^1], commits[^1][..7], Digest), Services));
        (byHand, all.Length, forced, backwards).ShouldBe((People, commits.Count + recorded + People, 0, 0));
    }

    [Theory]
    [InlineData(Cut.InMidPush)]
    [InlineData(Cut.BeforeTheReport)]
    public async Task A_connection_cut_once_still_gives_exactly_one_commit(Cut cut)
    {
        var (server, commits) = await ServerAsync(1);
        await using var proxy = await CuttingProxy.StartAsync(temp.Path, cut, cuts: 1);
        var clone = await TestClone.OfAsync(proxy.UrlOf("/server.git"), temp["clone"]);

        var result = await RecordAsync(clone, commits[0]);

        output.WriteLine($"{cut}: {proxy.Pushes} pushes, {await CountAsync(server) - 1} commit");
        (result.IsChange, result.Commit).ShouldBe((true, await server.ResolveAsync("main", None)));
        (await CountAsync(server)).ShouldBe(2);
        proxy.Pushes.ShouldBe(cut == Cut.InMidPush ? 2 : 1);
    }

    [Fact]
    public async Task A_tag_whose_push_lost_its_answer_is_pushed_once()
    {
        var (server, commits) = await ServerAsync(1);
        await using var proxy = await CuttingProxy.StartAsync(temp.Path, Cut.BeforeTheReport, cuts: 1);
        var clone = await TestClone.OfAsync(proxy.UrlOf("/server.git"), temp["clone"]);
        var tag = new RefChange("refs/tags/v1.0.0-rc.1", await clone.Git.CreateTagAsync("v1.0.0-rc.1", commits[0], "rc", None), null);

        (await new RemoteBranch(clone.Path, "origin").TryAdvanceAsync(commits[0], commits[0], tag, None)).ShouldBeTrue();

        (await server.TryResolveAsync(tag.Name, None)).ShouldBe(commits[0]);
        proxy.Pushes.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_that_is_always_cut_is_one_sentence_and_main_stays()
    {
        var (server, commits) = await ServerAsync(1);
        await using var proxy = await CuttingProxy.StartAsync(temp.Path, Cut.InMidPush, cuts: int.MaxValue);
        var clone = await TestClone.OfAsync(proxy.UrlOf("/server.git"), temp["clone"]);

        var error = await Should.ThrowAsync<PlatformException>(RecordAsync(clone, commits[0]));

        error.Message.ShouldContain("Nothing was recorded");
        (await server.ResolveAsync("main", None)).ShouldBe(commits[0]);
    }

    [Theory]
    [InlineData("pre-receive")]
    [InlineData("update")]
    public async Task A_protected_branch_says_so_at_once_and_stays(string hook)
    {
        var (server, commits) = await ServerAsync(1);
        temp.WriteProgram(
            $"server.git/hooks/{hook}", "#!/bin/sh\necho 'GH006: Protected branch update failed for refs/heads/main.' >&2\nexit 1\n");
        var clone = await TestClone.OfAsync(server.Path, temp["clone"]);

        var error = await Should.ThrowAsync<PlatformException>(RecordAsync(clone, commits[0]));

        error.Message.ShouldContain("refuses the push to main");
        error.Message.ShouldContain("hook declined");
        (await server.ResolveAsync("main", None)).ShouldBe(commits[0]);
    }

    [Fact]
    public async Task Whoever_may_not_push_is_told_so_at_once_and_main_stays()
    {
        var (server, commits) = await ServerAsync(1);
        await using var http = await ReadOnlyGitServer.StartAsync(server.Path);
        var clone = await TestClone.OfAsync(http.Url, temp["clone"]);

        var error = await Should.ThrowAsync<PlatformException>(RecordAsync(clone, commits[0]));

        error.Message.ShouldContain("refuses the push to main");
        error.Message.ShouldContain("returned error: 403. Allow the pipeline to write the branch");
        error.Message.ShouldNotContain('\n');
        http.Pushes.ShouldBe(1);
        (await server.ResolveAsync("main", None)).ShouldBe(commits[0]);
    }

    [Fact]
    public async Task A_tag_that_may_not_be_pushed_is_no_release_although_main_stays_where_it_is()
    {
        var (server, commits) = await ServerAsync(1);
        await using var http = await ReadOnlyGitServer.StartAsync(server.Path);
        var clone = await TestClone.OfAsync(http.Url, temp["clone"]);
        var tag = new RefChange("refs/tags/v1.0.0-rc.1", await clone.Git.CreateTagAsync("v1.0.0-rc.1", commits[0], "rc", None), null);

        (await Should.ThrowAsync<PlatformException>(
            new RemoteBranch(clone.Path, "origin").TryAdvanceAsync(commits[0], commits[0], tag, None)))
            .Message.ShouldContain("refuses the push");

        (await server.TryResolveAsync(tag.Name, None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_person_who_edits_the_same_record_in_between_loses_nothing_but_what_is_recorded()
    {
        var (server, commits) = await ServerAsync(1);
        var clone = await TestClone.OfAsync(server.Path, temp["clone"]);
        var person = await TestClone.OfAsync(server.Path, temp["person"]);
        var byHand = new EnvironmentFile("developer", new Dictionary<string, ServiceRecord>
        {
            ["service-a"] = new(commits[0], commits[0][..7], $"sha256:{new string('2', 64)}"),
            ["service-b"] = new(commits[0], commits[0][..7], $"sha256:{new string('3', 64)}"),
        });
        var branch = new InBetween(
            new RemoteBranch(clone.Path, "origin"), () => PushByHandAsync(person, EnvironmentFile.PathOf("developer"), byHand.ToString()));

        var result = await TestRecords.WriteAsync(branch, "service-a", new ServiceRecord(commits[0], commits[0][..7], Digest));

        var file = await EnvironmentFile.ReadAsync(server, "main", "developer", None);
        (result.IsChange, file.Services["service-a"].Digest, file.Services["service-b"])
            .ShouldBe((true, Digest, byHand.Services["service-b"]));
        (await CountAsync(server)).ShouldBe(3);
    }

    [Fact]
    public async Task A_person_who_breaks_the_record_in_between_does_not_keep_it_from_being_written()
    {
        var (server, commits) = await ServerAsync(1);
        var clone = await TestClone.OfAsync(server.Path, temp["clone"]);
        var person = await TestClone.OfAsync(server.Path, temp["person"]);
        var branch = new InBetween(
            new RemoteBranch(clone.Path, "origin"), () => PushByHandAsync(person, EnvironmentFile.PathOf("developer"), "<<<<<<< HEAD\n"));

        var record = new ServiceRecord(commits[0], commits[0][..7], Digest);
        await TestRecords.WriteAsync(branch, "service-a", record);

        (await EnvironmentFile.ReadAsync(server, "main", "developer", None)).Services["service-a"].ShouldBe(record);
        (await CountAsync(server)).ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_is_not_there_a_folder_that_is_no_clone_and_an_unknown_remote_are_named()
    {
        var (server, commits) = await ServerAsync(1);
        var clone = await TestClone.OfAsync(server.Path, temp["clone"]);
        await clone.GitAsync("remote", "set-url", "origin", temp["nowhere.git"]);
        Directory.CreateDirectory(temp["no clone"]);

        (await Should.ThrowAsync<PlatformException>(RecordAsync(clone, commits[0]))).Message
            .ShouldContain("cannot be fetched from 'origin'");
        (await Should.ThrowAsync<PlatformException>(RemoteBranch.OpenAsync(temp["no clone"], "origin", None))).Message
            .ShouldContain("is not a git clone");
        (await Should.ThrowAsync<PlatformException>(RemoteBranch.OpenAsync(clone.Path, "elsewhere", None))).Message
            .ShouldContain("no remote 'elsewhere'");
    }

    private static Task<Plan> RecordAsync(TestClone clone, string commit) =>
        TestRecords.WriteAsync(new RemoteBranch(clone.Path, "origin"), "service-a", new ServiceRecord(commit, commit[..7], Digest));

    private static async Task<int> CountAsync(GitCli server) =>
        int.Parse(await server.OutputAsync(None, "rev-list", "--count", "main"), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<(GitCli Server, IReadOnlyList<string> Commits)> ServerAsync(int count, int services = 0)
    {
        var seed = await TestClone.InitAsync(temp["seed"]);
        var commits = new List<string>();
        for (var number = 0; number < count; number++)
        {
            var files = Enumerable.Range(0, services).SelectMany(service => PipelineFixture.Service($"service-{service}"));
            commits.Add(await seed.CommitAsync($"commit {number}", [.. files, ("global.json", $"{number}")]));
        }

        await seed.GitAsync("clone", "--quiet", "--bare", seed.Path, temp["server.git"]);
        return (GitCli.OfRepository(temp["server.git"]), commits);
    }

    private static async Task PushByHandAsync(TestClone person, string path, string text = "by hand")
    {
        do
        {
            await person.GitAsync("fetch", "--quiet", "origin", "main");
            await person.GitAsync("reset", "--quiet", "--hard", "FETCH_HEAD");
            await person.CommitAsync("by hand", (path, text));
        }
        while (!(await person.TryGitAsync("push", "--quiet", "origin", "HEAD:main")).Succeeded);
    }

    /// <summary>Somebody is faster, once.</summary>
    private sealed class InBetween(IMainBranch branch, Func<Task> push) : IMainBranch
    {
        private Func<Task>? once = push;

        public GitCli Git => branch.Git;

        public string Remote => branch.Remote;

        public Task<string> HeadAsync(CancellationToken cancellationToken) => branch.HeadAsync(cancellationToken);

        public Task<string?> TagAsync(string name, CancellationToken cancellationToken) => branch.TagAsync(name, cancellationToken);

        public Task<string?> BranchAsync(string name, CancellationToken cancellationToken) => branch.BranchAsync(name, cancellationToken);

        public async Task<bool> TryAdvanceAsync(string expected, string commit, RefChange? tag, CancellationToken cancellationToken)
        {
            if (Interlocked.Exchange(ref once, null) is { } now)
                await now();
            return await branch.TryAdvanceAsync(expected, commit, tag, cancellationToken);
        }
    }
}
