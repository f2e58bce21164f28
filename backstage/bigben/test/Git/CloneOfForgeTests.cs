using BigBen.Foundation;
using BigBen.Git;

namespace BigBen.Tests.Git;

public sealed class CloneOfForgeTests : IDisposable
{
    private readonly TempFolder temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task The_remote_is_added_repointed_and_removed_only_if_it_is_this_forge()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first", ("a", "1"));
        var one = await ForgeRepository.OpenOrCreateAsync(temp["one/forge.git"], clone.Path, None);
        var two = await ForgeRepository.OpenOrCreateAsync(temp["two/forge.git"], clone.Path, None);
        var remote = new CloneOfForge(clone.Path);

        (await remote.AddRemoteAsync(one, None)).ShouldBe(new RemoteChange(true, null));
        (await remote.AddRemoteAsync(one, None)).ShouldBe(new RemoteChange(false, null));
        (await remote.AddRemoteAsync(two, None)).ShouldBe(new RemoteChange(true, one.Path));
        (await remote.RemoveRemoteAsync(one.Path, None)).ShouldBeFalse();
        (await clone.GitAsync("remote", "get-url", "big-ben")).ShouldBe(two.Path);
        (await remote.RemoveRemoteAsync(two.Path, None)).ShouldBeTrue();
        (await clone.GitAsync("remote")).ShouldBe("");
    }

    [Fact]
    public async Task A_push_to_a_full_disk_says_so()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first", ("a", "1"));
        var forge = await ForgeRepository.OpenOrCreateAsync(temp["forge.git"], clone.Path, None);
        await new CloneOfForge(clone.Path).AddRemoteAsync(forge, None);
        (await clone.TryGitAsync("push", "--dry-run", "big-ben", "HEAD:refs/heads/other")).ExitCode.ShouldBe(0);
        // Nothing can be written where a folder is in the way.
        Directory.CreateDirectory(Path.Combine(forge.Path, "room"));

        var push = await clone.TryGitAsync("push", "big-ben", "HEAD:main");

        push.ExitCode.ShouldNotBe(0);
        push.Error.ShouldContain(
            "fatal: remote error: the disk of the platform's repository is full: free some space, then push again");
    }

    [Fact]
    public async Task Whoever_writes_the_forge_another_user_can_read_it()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first", ("a", "1"));
        var forge = await ForgeRepository.OpenOrCreateAsync(temp["forge.git"], clone.Path, None);

        var blob = await new Command("sh", "-c", "umask 077; echo x | git hash-object -w --stdin")
        {
            WorkingDirectory = forge.Path,
            Environment = new Dictionary<string, string?> { ["GIT_DIR"] = forge.Path },
        }.OutputAsync();

        File.GetUnixFileMode(Path.Combine(forge.Path, "objects", blob[..2], blob[2..])).HasFlag(UnixFileMode.OtherRead).ShouldBeTrue();
        File.GetUnixFileMode(Path.Combine(forge.Path, "objects", blob[..2])).HasFlag(UnixFileMode.OtherExecute).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_not_committed_is_listed()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first", ("a", "1"), ("b c", "1"), (".gitignore", "ignored\n"), ("gone", "1"));
        temp.Write("clone/b c", "2");
        temp.Write("clone/ignored", "");
        temp.Write("clone/new/ü", "");
        File.Delete(temp["clone/gone"]);

        (await new CloneOfForge(clone.Path).UncommittedChangesAsync(None)).ShouldBe(["b c", "gone", "new/"]);
        (await new CloneOfForge(clone.Path).UncommittedChangesAsync(None, untracked: false)).ShouldBe(["b c", "gone"]);
    }

    [Fact]
    public async Task A_tree_that_is_no_checkout_has_no_remote_and_no_changes()
    {
        var tree = new CloneOfForge(temp.Path);
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first", ("a", "1"));
        var forge = await ForgeRepository.OpenOrCreateAsync(temp["forge.git"], clone.Path, None);

        (await tree.UncommittedChangesAsync(None)).ShouldBeEmpty();
        (await tree.AddRemoteAsync(forge, None)).Changed.ShouldBeFalse();
        (await tree.RemoveRemoteAsync(forge.Path, None)).ShouldBeFalse();
    }
}
