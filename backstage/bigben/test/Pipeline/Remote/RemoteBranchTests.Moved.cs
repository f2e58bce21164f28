using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline.Remote;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline.Remote;

public sealed partial class RemoteBranchTests
{
    [Fact]
    public async Task Another_branch_than_main_to_which_somebody_pushed_first_is_named_and_neither_moves()
    {
        const string hotfix = "refs/heads/hotfix/v1.0.1";
        var (server, commits) = await ServerAsync(1);
        var clone = await TestClone.OfAsync(server.Path, temp["clone"]);
        var mine = await clone.CommitAsync("mine", ("a", "mine"));
        var theirs = await server.CommitFilesAsync(commits[0], new Dictionary<string, string> { ["a"] = "theirs" }, "theirs", None);
        await server.TryAdvanceAsync(hotfix, theirs, null, None);
        var branch = new RemoteBranch(clone.Path, "origin");
        var record = await clone.Git.CommitFilesAsync(commits[0], new Dictionary<string, string> { ["b"] = "" }, "record", None);
        RefChange[] changes = [new(ForgeRepository.MainRef, record, commits[0]), new(hotfix, mine, null)];

        // What git has not seen it must fetch first; what it has seen it would not go forward to.
        foreach (var fetched in new[] { false, true })
        {
            if (fetched)
                await branch.BranchAsync(hotfix, None);
            (await Should.ThrowAsync<PlatformException>(branch.TryMoveAsync(commits[0], changes, None))).Message.ShouldBe(
                $"{hotfix} moved meanwhile in 'origin', and nothing was recorded: fetch it from there and push again.");
        }

        (await server.ResolveAsync(hotfix, None)).ShouldBe(theirs);
        (await server.ResolveAsync("main", None)).ShouldBe(commits[0]);
        var next = await server.CommitFilesAsync(commits[0], new Dictionary<string, string> { ["c"] = "" }, "main too", None);
        await server.TryAdvanceAsync(ForgeRepository.MainRef, next, commits[0], None);
        (await branch.TryMoveAsync(commits[0], changes, None)).ShouldBeFalse("main tells first");
    }
}
