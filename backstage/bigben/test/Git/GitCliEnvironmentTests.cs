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

    [Fact]
    public async Task What_a_person_wants_to_see_or_to_forbid_changes_no_answer()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first", ("before", "1"));
        await clone.GitAsync("mv", "before", "after");
        var moved = await clone.CommitAsync("moved");
        await clone.GitAsync("clone", "--quiet", "--bare", clone.Path, temp["bare.git"]);
        // A commit that somebody has signed, by whatever: git asks the program below.
        var unsigned = await clone.GitAsync("cat-file", "commit", moved);
        var text = unsigned.Replace("\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n") + "\n";
        var signed = await clone.GitAsync("hash-object", "-t", "commit", "-w", temp.Write("signed", text));
        var program = temp.WriteProgram("gpg", "#!/bin/sh\necho 'Good signature from somebody' >&2\n");
        var config = temp.Write(
            "gitconfig",
            $"[log]\n\tshowSignature = true\n\tfollow = true\n[gpg]\n\tprogram = \"{program}\"\n[safe]\n\tbareRepository = explicit\n");
        try
        {
            Environment.SetEnvironmentVariable("GIT_CONFIG_GLOBAL", config);
            var git = GitCli.OfCheckout(clone.Path);

            (await git.CommittedAtAsync(signed, CancellationToken.None)).ShouldBe(
                await git.CommittedAtAsync(moved, CancellationToken.None));
            (await git.LastCommitTouchingAsync(signed, ["after"], CancellationToken.None)).ShouldBe(signed);
            (await git.TrailerAsync(signed, "Key", CancellationToken.None)).ShouldBeNull();
            (await git.LogAsync(signed, "after", CancellationToken.None)).ShouldBe([signed]);
            // As a forge that copies a hosted repository is opened.
            (await GitCli.OfCheckout(temp["bare.git"]).ResolveAsync("main", CancellationToken.None)).ShouldBe(moved);
            (await git.OutputAsync(CancellationToken.None, "config", "http.lowSpeedTime")).ShouldBe("60");
        }
        finally
        {
            Environment.SetEnvironmentVariable("GIT_CONFIG_GLOBAL", null);
        }
    }
}
