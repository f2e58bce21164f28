using BigBen.Foundation;
using BigBen.Git.Drafts;

namespace BigBen.Tests.Git.Drafts;

public sealed class DraftTests : IAsyncLifetime
{
    private readonly TempFolder _temp = new();
    private TestClone _clone = null!;

    private static CancellationToken None => CancellationToken.None;

    private string Folder => _temp["state/draft"];

    public async Task InitializeAsync()
    {
        _clone = await TestClone.InitAsync(_temp["clone"]);
        await _clone.CommitAsync("first", ("kept.txt", "1"), ("changed.txt", "1"), ("gone/file.txt", "1"));
        await _clone.GitAsync("config", "user.name", "A Person");
        await _clone.GitAsync("config", "user.email", "person@example.org");
    }

    public Task DisposeAsync()
    {
        _temp.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_clone_gets_one_commit_by_its_person_and_keeps_what_else_was_changed()
    {
        var head = await _clone.HeadAsync();
        await File.WriteAllTextAsync(Path.Combine(_clone.Path, "kept.txt"), "edited");
        await File.WriteAllTextAsync(Path.Combine(_clone.Path, "staged.txt"), "staged");
        await _clone.GitAsync("add", "staged.txt");

        var commit = await ChangeAsync();

        (await _clone.HeadAsync()).ShouldBe(commit);
        (await _clone.GitAsync("symbolic-ref", "HEAD")).ShouldBe("refs/heads/main");
        (await _clone.GitAsync("rev-list", $"{head}..HEAD")).ShouldBe(commit);
        (await _clone.GitAsync("log", "-1", "--format=%an <%ae> %cn %s")).ShouldBe("A Person <person@example.org> A Person a change");
        (await _clone.GitAsync("status", "--porcelain")).ShouldBe(" M kept.txt\nA  staged.txt");
        (await File.ReadAllTextAsync(Path.Combine(_clone.Path, "changed.txt"))).ShouldBe("2");
        Directory.Exists(Path.Combine(_clone.Path, "gone")).ShouldBeFalse();
        (await _clone.GitAsync("worktree", "list", "--porcelain")).ShouldNotContain("draft");
    }

    [Fact]
    public async Task What_is_in_the_way_leaves_the_clone_as_it_is()
    {
        var head = await _clone.HeadAsync();
        await File.WriteAllTextAsync(Path.Combine(_clone.Path, "changed.txt"), "edited");

        (await Should.ThrowAsync<PlatformException>(ChangeAsync)).Message.ShouldStartWith("'git merge' failed");

        (await _clone.HeadAsync()).ShouldBe(head);
        (await _clone.GitAsync("status", "--porcelain")).ShouldBe(" M changed.txt");
        Directory.Exists(Folder).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_killed_one_left_is_no_hindrance()
    {
        await _clone.GitAsync("worktree", "add", "--detach", "--quiet", Folder, "HEAD");

        await ChangeAsync();

        (await _clone.GitAsync("log", "-1", "--format=%s")).ShouldBe("a change");
    }

    [Fact]
    public async Task What_only_the_person_ignores_is_committed()
    {
        await File.WriteAllTextAsync(_temp["ignored"], "made.*\n");
        await _clone.GitAsync("config", "core.excludesFile", _temp["ignored"]);

        await using var draft = await Draft.OfHeadAsync(_clone.Git, Folder, None);
        await File.WriteAllTextAsync(Path.Combine(draft.Path, "made.yaml"), "1");
        await draft.CommitAsync("a change", None);

        (await _clone.GitAsync("show", "--format=", "--name-only", "HEAD")).ShouldBe("made.yaml");
    }

    private async Task<string> ChangeAsync()
    {
        await using var draft = await Draft.OfHeadAsync(_clone.Git, Folder, None);
        await File.WriteAllTextAsync(Path.Combine(draft.Path, "changed.txt"), "2");
        Directory.Delete(Path.Combine(draft.Path, "gone"), recursive: true);
        return await draft.CommitAsync("a change", None);
    }
}
