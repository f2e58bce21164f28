using BigBen.Foundation;
using BigBen.Git;

namespace BigBen.Tests.Git;

public sealed class ForgeRepositoryTests : IDisposable
{
    private readonly TempFolder temp = new();

    private static CancellationToken None => CancellationToken.None;

    private string ForgePath => temp["state/forge.git"];

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task A_tree_that_no_clone_could_check_out_is_refused()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first", ("a", "a"));
        var forge = await ForgeRepository.OpenOrCreateAsync(temp["forge.git"], clone.Path, None);
        var blob = await clone.GitAsync("rev-parse", "HEAD:a");
        await File.WriteAllBytesAsync(temp["tree"], [.. "100644 ..\0"u8, .. Convert.FromHexString(blob)]);
        var tree = await clone.GitAsync("hash-object", "-w", "-t", "tree", "--literally", temp["tree"]);
        var commit = await clone.GitAsync("commit-tree", tree, "-p", "HEAD", "-m", "second");

        var push = await clone.TryGitAsync("push", forge.Path, $"{commit}:refs/heads/main");

        push.ExitCode.ShouldBe(1);
        push.Error.ShouldContain("hasDotdot");
    }

    [Fact]
    public async Task A_clone_becomes_the_forge_with_its_head_and_version_tags()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first", ("a", "1"));
        await clone.GitAsync("tag", "-a", "-m", "x", "v1.0.0");
        await clone.GitAsync("tag", "other");
        await clone.GitAsync("checkout", "--quiet", "-b", "feature/x");
        var head = await clone.CommitAsync("second", ("a", "2"));

        var forge = await ForgeRepository.OpenOrCreateAsync(ForgePath, clone.Path, None);

        (await forge.HeadAsync(None)).ShouldBe(head);
        (await forge.Git.OutputAsync(None, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/tags"))
            .ShouldBe("refs/heads/main\nrefs/tags/v1.0.0");
        Directory.GetFileSystemEntries(temp["state"]).ShouldBe([ForgePath]);
    }

    [Fact]
    public async Task A_shallow_clone_is_enough_and_can_push_on()
    {
        var origin = await TestClone.InitAsync(temp["origin"]);
        await origin.CommitAsync("first", ("a", "1"));
        await origin.CommitAsync("second", ("a", "2"));
        var clone = await TestClone.OfAsync($"file://{origin.Path}", temp["shallow"], "--depth", "1");

        var forge = await ForgeRepository.OpenOrCreateAsync(ForgePath, clone.Path, None);
        var next = await clone.CommitAsync("third", ("a", "3"));
        await clone.GitAsync("push", "--quiet", forge.Path, "HEAD:refs/changes/other");

        (await forge.Git.ResolveAsync("refs/changes/other", None)).ShouldBe(next);
        (await forge.Git.OutputAsync(None, "rev-list", "--count", "refs/changes/other")).ShouldBe("2");
        await ForgeRepository.OpenAsync(ForgePath, None);
    }

    [Fact]
    public async Task A_detached_linked_worktree_is_enough()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var first = await clone.CommitAsync("first", ("a", "1"));
        await clone.CommitAsync("second", ("a", "2"));
        await clone.GitAsync("worktree", "add", "--quiet", "--detach", temp["linked tree"], first);

        var forge = await ForgeRepository.OpenOrCreateAsync(ForgePath, temp["linked tree"], None);

        (await forge.HeadAsync(None)).ShouldBe(first);
    }

    [Theory]
    [InlineData("my state")]
    [InlineData("[#1] state")]
    // Named by .gitignore, as the state folder of a clone is.
    [InlineData(".big-ben")]
    public async Task A_tree_that_is_no_checkout_becomes_a_first_commit_without_what_it_ignores(string state)
    {
        temp.Write("unpacked/.gitignore", "/bin/\n/.big-ben/\n");
        temp.Write($"unpacked/{state}/tools/x", "built");
        temp.Write("unpacked/bin/x", "built");
        temp.Write("unpacked/app/x y.txt", "1\n");
        var script = temp.Write("unpacked/run.sh", "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);

        var forge = await ForgeRepository.OpenOrCreateAsync(temp[$"unpacked/{state}/forge.git"], temp["unpacked"], None);

        (await forge.Git.OutputAsync(None, "ls-tree", "-r", "--format=%(objectmode) %(path)", "main"))
            .ShouldBe("100644 .gitignore\n100644 app/x y.txt\n100755 run.sh");
        File.Exists(temp[$"unpacked/{state}/forge.git/first-index"]).ShouldBeFalse();
        File.Exists(temp[$"unpacked/{state}/forge.git/info/exclude"]).ShouldBeFalse();
        Directory.Exists(temp["unpacked/.git"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_clone_without_a_commit_is_refused_and_leaves_nothing()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);

        var error = await Should.ThrowAsync<PlatformException>(ForgeRepository.OpenOrCreateAsync(ForgePath, clone.Path, None));

        error.Message.ShouldContain("has no commit yet");
        Directory.GetFileSystemEntries(temp["state"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Opening_again_changes_nothing_and_sweeps_what_a_killed_start_left()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var head = await clone.CommitAsync("first", ("a", "1"));
        Directory.CreateDirectory(temp["state/forge.git.new-0"]);
        await ForgeRepository.OpenOrCreateAsync(ForgePath, clone.Path, None);
        await clone.CommitAsync("second", ("a", "2"));
        var stale = temp.Write("state/forge.git/refs/heads/main.lock", "");
        File.SetLastWriteTimeUtc(stale, DateTime.UtcNow.AddMinutes(-1));

        var forge = await ForgeRepository.OpenOrCreateAsync(ForgePath, clone.Path, None);

        (await forge.HeadAsync(None)).ShouldBe(head);
        File.Exists(stale).ShouldBeFalse();
        Directory.GetFileSystemEntries(temp["state"]).ShouldBe([ForgePath]);
    }

    [Theory]
    [InlineData("object")]
    [InlineData("ref")]
    [InlineData("head")]
    public async Task A_damaged_forge_is_named_with_the_remedy(string what)
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var head = await clone.CommitAsync("first", ("a", "1"));
        var forge = await ForgeRepository.OpenOrCreateAsync(ForgePath, clone.Path, None);
        var blob = (await forge.Git.ObjectHashAsync(head, "a", None))!;
        File.Delete(what switch
        {
            "object" => System.IO.Path.Combine(ForgePath, "objects", blob[..2], blob[2..]),
            "ref" => System.IO.Path.Combine(ForgePath, "refs/heads/main"),
            _ => System.IO.Path.Combine(ForgePath, "HEAD"),
        });

        var error = await Should.ThrowAsync<PlatformException>(ForgeRepository.OpenOrCreateAsync(ForgePath, clone.Path, None));

        error.Message.ShouldContain("is damaged");
        error.Message.ShouldContain("destroy.sh");
    }

    [Fact]
    public void An_old_git_is_refused()
    {
        GitVersion.Check("git version 2.39.3 (Apple Git-146)").ShouldBe(new Version(2, 39, 3));
        Should.Throw<PlatformException>(() => GitVersion.Check("git version 2.28.1")).Message.ShouldContain("2.29");
    }
}
