using BigBen.Git;
using BigBen.Git.Refs;

namespace BigBen.Tests.Git.Refs;

public sealed class LooseRefTests : IDisposable
{
    private readonly TempFolder temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task A_ref_that_git_moved_is_read_without_git()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first", ("a", "1"));
        var second = await clone.CommitAsync("second", ("a", "2"));

        (await ReadAsync(await BranchAsync(clone))).ShouldBe(second);
    }

    [Fact]
    public async Task What_only_git_can_tell_is_left_to_it()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var head = await clone.CommitAsync("first", ("a", "1"));
        var forge = await ForgeRepository.OpenOrCreateAsync(temp["state/forge.git"], clone.Path, None);
        await clone.GitAsync("symbolic-ref", "refs/heads/other", await BranchAsync(clone));
        await clone.GitAsync("pack-refs", "--all");
        await forge.Git.OutputAsync(None, "pack-refs", "--all");

        (await ReadAsync(await BranchAsync(clone))).ShouldBeNull();
        (await ReadAsync("refs/heads/other")).ShouldBeNull();
        (await ReadAsync("refs/heads/none")).ShouldBeNull();
        (await forge.HeadAsync(None)).ShouldBe(head);
    }

    private static async Task<string> BranchAsync(TestClone clone) => (await clone.GitAsync("symbolic-ref", "HEAD")).Trim();

    private Task<string?> ReadAsync(string name) => LooseRef.ReadAsync(temp["clone/.git"], name, None);
}
