namespace BigBen.Tests.Git;

public sealed class GitCliSnapshotTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task The_files_as_they_lie_there_are_a_commit_on_top_of_HEAD_and_the_clone_stays_as_it_is()
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        var head = await clone.CommitAsync("first", ("kept", "1"), ("gone", "1"), (".gitignore", "ignored\n"));
        (await clone.Git.SnapshotAsync(None)).ShouldBe(head);
        File.WriteAllText(_temp["clone/kept"], "2");
        File.Delete(_temp["clone/gone"]);
        File.WriteAllText(_temp["clone/new"], "1");
        File.WriteAllText(_temp["clone/ignored"], "1");
        var status = await clone.GitAsync("status", "--porcelain");

        var snapshot = await clone.Git.SnapshotAsync(None);

        (await clone.GitAsync("diff-tree", "-r", "--name-status", head, snapshot)).ShouldBe("D\tgone\nM\tkept\nA\tnew");
        (await clone.GitAsync("rev-parse", $"{snapshot}^")).ShouldBe(head);
        (await clone.GitAsync("status", "--porcelain")).ShouldBe(status);
        (await clone.HeadAsync()).ShouldBe(head);
    }
}
