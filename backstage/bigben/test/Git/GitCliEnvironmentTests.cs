using BigBen.Git;

namespace BigBen.Tests.Git;

/// <summary>Alone, for it changes the variables of this process.</summary>
[CollectionDefinition(nameof(GitCliEnvironmentTests), DisableParallelization = true)]
[Collection(nameof(GitCliEnvironmentTests))]
public sealed class GitCliEnvironmentTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task What_a_hook_or_a_person_sets_does_not_reach_git()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var head = await clone.CommitAsync("first", ("a", "1"));
        var config = temp.Write(
            "gitconfig", $"[commit]\n\tgpgSign = true\n[tag]\n\tgpgSign = true\n[core]\n\thooksPath = {temp["hooks"]}\n");
        var variables = new Dictionary<string, string>
        {
            ["GIT_DIR"] = temp["elsewhere"],
            ["GIT_WORK_TREE"] = temp["elsewhere"],
            ["GIT_INDEX_FILE"] = temp["elsewhere"],
            ["GIT_QUARANTINE_PATH"] = temp["elsewhere"],
            ["GIT_CONFIG_GLOBAL"] = config,
            ["GIT_AUTHOR_NAME"] = "Somebody",
        };
        try
        {
            foreach (var (name, value) in variables)
                Environment.SetEnvironmentVariable(name, value);
            var git = GitCli.OfRepository(System.IO.Path.Combine(clone.Path, ".git"));
            var commit = await git.CommitFilesAsync(head, new Dictionary<string, string> { ["b"] = "2" }, "second", CancellationToken.None);

            (await git.TryAdvanceAsync("refs/heads/x", commit, null, CancellationToken.None)).ShouldBeTrue();
            (await git.OutputAsync(CancellationToken.None, "log", "-1", "--format=%an %G?", commit)).ShouldBe("Big Ben N");
            (await GitCli.OfCheckout(clone.Path).ResolveAsync("x", CancellationToken.None)).ShouldBe(commit);
        }
        finally
        {
            foreach (var name in variables.Keys)
                Environment.SetEnvironmentVariable(name, null);
        }
    }
}
