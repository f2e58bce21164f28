using BigBen.Foundation;
using BigBen.Git;

namespace BigBen.Tests.Git;

public sealed class GitCliTests : IDisposable
{
    private readonly TempFolder temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task A_commit_of_files_changes_only_these_files_and_no_ref()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var head = await clone.CommitAsync("first", ("a.txt", "a"), ("folder/b.txt", "b"));

        var commit = await clone.Git.CommitFilesAsync(head, new Dictionary<string, string> { ["folder/c d.txt"] = "ü\n" }, "second", None);

        (await clone.HeadAsync()).ShouldBe(head);
        (await clone.Git.ResolveAsync($"{commit}~1", None)).ShouldBe(head);
        (await clone.Git.ListFilesAsync(commit, "folder", None)).ShouldBe(["folder/b.txt", "folder/c d.txt"]);
        (await clone.Git.ReadFileAsync(commit, "folder/c d.txt", None)).ShouldBe("ü\n");
        (await clone.GitAsync("log", "-1", "--format=%an <%ae>", commit)).ShouldBe("Big Ben <big-ben@bigben.localhost>");
        (await clone.GitAsync("status", "--porcelain")).ShouldBe("");
    }

    [Fact]
    public async Task A_ref_moves_only_from_where_it_is_believed_to_be()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var first = await clone.CommitAsync("first");
        var second = await clone.CommitAsync("second");

        (await clone.Git.TryAdvanceAsync("refs/heads/x", first, null, None)).ShouldBeTrue();
        (await clone.Git.TryAdvanceAsync("refs/heads/x", second, null, None)).ShouldBeFalse();
        (await clone.Git.TryAdvanceAsync("refs/heads/x", first, second, None)).ShouldBeFalse();
        (await clone.Git.TryAdvanceAsync("refs/heads/missing", first, second, None)).ShouldBeFalse();
        (await clone.Git.TryAdvanceAsync("refs/heads/x", second, first, None)).ShouldBeTrue();
        (await clone.Git.ResolveAsync("x", None)).ShouldBe(second);
    }

    [Fact]
    public async Task Several_refs_move_together_or_not_at_all()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var first = await clone.CommitAsync("first");
        var second = await clone.CommitAsync("second");
        await clone.GitAsync("tag", "taken", first);

        var moved = await clone.Git.TryUpdateRefsAsync(
            [new RefChange("refs/heads/main", first, second), new RefChange("refs/tags/taken", second, null)], None);

        moved.ShouldBeFalse();
        (await clone.HeadAsync()).ShouldBe(second);
    }

    [Fact]
    public async Task An_unknown_revision_is_named()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first");

        (await clone.Git.TryResolveAsync("--all", None)).ShouldBeNull();
        (await clone.Git.TryResolveAsync(new string('a', 40), None)).ShouldBeNull();
        (await Should.ThrowAsync<PlatformException>(clone.Git.ResolveAsync("nope", None))).Message.ShouldContain("'nope' is unknown");
    }

    [Fact]
    public async Task A_folder_that_is_no_repository_is_an_error_and_no_unknown_revision()
    {
        var git = GitCli.OfRepository(temp.Path);

        (await Should.ThrowAsync<PlatformException>(git.TryResolveAsync("HEAD", None))).Message.ShouldContain("not a git repository");
    }

    [Fact]
    public async Task The_last_commit_that_touched_something_is_found_past_the_others()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var first = await clone.CommitAsync("first", ("app/a/src/x.cs", "1"), ("app/a/deploy-config/v.yaml", "1"));
        await clone.CommitAsync("values", ("app/a/deploy-config/v.yaml", "2"));
        await clone.CommitAsync("docs", ("README.md", "2"));

        (await clone.Git.LastCommitTouchingAsync("HEAD", ["app/a", ":(exclude)app/a/deploy-config"], None)).ShouldBe(first);
        (await clone.Git.LastCommitTouchingAsync("HEAD", ["nothing"], None)).ShouldBeNull();
    }

    [Fact]
    public async Task Every_change_of_a_file_is_in_its_history_once_whatever_merges_made_of_it()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var a = await clone.CommitAsync("a", ("file", "a"));
        await clone.GitAsync("switch", "--quiet", "-c", "local");
        await clone.CommitAsync("local", ("other", "1"));
        await clone.GitAsync("switch", "--quiet", "main");
        var b = await clone.CommitAsync("b", ("file", "b"));
        var undone = await clone.CommitAsync("undone", ("file", "a"));
        await clone.GitAsync("switch", "--quiet", "local");
        // Its first parent has the file as the merge has it: without more, git looks at no other.
        await clone.GitAsync("merge", "--quiet", "-m", "pull", "main");
        var c = await clone.CommitAsync("c", ("file", "c"));
        await clone.GitAsync("switch", "--quiet", "-c", "late", $"{c}~1");
        await clone.CommitAsync("late", ("late", "1"));
        await clone.GitAsync("switch", "--quiet", "local");
        var d = await clone.CommitAsync("d", ("file", "d"));
        await clone.GitAsync("switch", "--quiet", "late");
        await clone.GitAsync("merge", "--quiet", "-m", "with an older one", c);
        await clone.GitAsync("merge", "--quiet", "-m", "with the newest", d);
        await clone.CommitAsync("after all", ("late", "2"));

        (await clone.Git.LogAsync("HEAD", "file", None)).ShouldBe([d, c, undone, b, a]);
        (await clone.Git.LogAsync("HEAD", "file", None, "^(b|c)$")).ShouldBe([c, b]);
    }

    [Fact]
    public async Task A_merge_counts_where_it_has_another_file_than_its_parents()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var a = await clone.CommitAsync("a", ("file", "a"));
        var b = await clone.CommitAsync("b", ("file", "b"));
        await clone.GitAsync("switch", "--quiet", "-c", "other", a);
        var c = await clone.CommitAsync("c", ("file", "c"));
        await clone.TryGitAsync("merge", "--quiet", b);
        var merge = await clone.CommitAsync("by hand", ("file", "b and c"));

        (await clone.Git.LogAsync(merge, "file", None)).ShouldBe([merge, b, c, a], ignoreOrder: true);
        (await clone.Git.LogAsync(merge, "file", None))[0].ShouldBe(merge);
    }

    [Fact]
    public async Task A_commit_is_within_those_that_contain_it_however_many_are_lost()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var first = await clone.CommitAsync("first");
        var second = await clone.CommitAsync("second");
        var lost = new string('a', 40);

        (await clone.Git.IsWithinAsync(first, [lost, second], None)).ShouldBeTrue();
        (await clone.Git.IsWithinAsync(second, [first, second], None)).ShouldBeTrue();
        (await clone.Git.IsWithinAsync(second, [first, lost, "abcdef0"], None)).ShouldBeFalse();
        (await clone.Git.IsWithinAsync(first, [], None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Files_are_read_at_each_commit_where_they_exist()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var none = await clone.CommitAsync("none");
        var one = await clone.CommitAsync("one", ("a b.txt", "1\n"));
        var two = await clone.CommitAsync("two", ("a b.txt", "2\n"));

        (await clone.Git.ReadFileAtEachAsync([two, none, one, two], "a b.txt", None)).ShouldBe(["2\n", null, "1\n", "2\n"]);
    }

    [Fact]
    public async Task A_folder_is_exported_as_it_is_in_git()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first", ("charts/app/Chart.yaml", "x\n"), ("charts/app/.helmignore", "y\n"), ("other", ""));
        await File.WriteAllTextAsync(System.IO.Path.Combine(clone.Path, "charts/app/Chart.yaml"), "uncommitted");

        await clone.Git.ExportAsync("HEAD", "charts/app", temp["out"], None);

        Directory.GetFiles(temp["out"]).Select(System.IO.Path.GetFileName).Order().ShouldBe([".helmignore", "Chart.yaml"]);
        File.ReadAllText(temp["out/Chart.yaml"]).ShouldBe("x\n");
        (await Should.ThrowAsync<PlatformException>(clone.Git.ExportAsync("HEAD", "nope", temp["out"], None)))
            .Message.ShouldContain("no folder 'nope'");
    }

    [Fact]
    public async Task A_checkout_touches_only_what_changed_and_heals_itself()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var first = await clone.CommitAsync("first", ("same.txt", "1"), ("old.txt", "1"), (".gitignore", "bin/\n"));
        await clone.GitAsync("rm", "--quiet", "old.txt");
        var second = await clone.CommitAsync("second", ("new.txt", "2"));
        var git = GitCli.OfRepository(System.IO.Path.Combine(clone.Path, ".git"));
        await git.CheckoutAsync(first, temp["tree"], "artifacts", None);
        var before = File.GetLastWriteTimeUtc(temp["tree/same.txt"]);
        temp.Write("tree/bin/ignored", "goes");
        temp.Write("tree/artifacts/built", "kept");
        temp.Write("tree/stray.txt", "goes");
        temp.Write("tree.index.lock", "of a killed git");

        await git.CheckoutAsync(second, temp["tree"], "artifacts", None);

        File.GetLastWriteTimeUtc(temp["tree/same.txt"]).ShouldBe(before);
        Directory.GetFileSystemEntries(temp["tree"]).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe([".gitignore", "artifacts", "new.txt", "same.txt"]);

        temp.Write("tree.index", "no index at all");
        await git.CheckoutAsync(first, temp["tree"], "artifacts", None);

        Directory.GetFiles(temp["tree"]).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe([".gitignore", "old.txt", "same.txt"]);
    }
}
