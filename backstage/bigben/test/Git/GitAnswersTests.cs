using BigBen.Foundation;
using BigBen.Git;

namespace BigBen.Tests.Git;

public sealed class GitAnswersTests : IDisposable
{
    private const string One = "1111111111111111111111111111111111111111";
    private const string Two = "2222222222222222222222222222222222222222";

    private readonly TempFolder _temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(true, null, "cat-file", "blob", One)]
    [InlineData(true, null, "ls-tree", "-r", "-z", One, "--", "app/")]
    [InlineData(true, null, "log", "-1", "--format=%H", One, "--", "main")]
    [InlineData(true, null, "log", One, "^" + Two)]
    [InlineData(true, null, "merge-base", "--is-ancestor", One, Two)]
    [InlineData(true, null, "diff", One, Two, "--")]
    [InlineData(true, One + ":a.txt\n" + Two + ":b.txt\n", "cat-file", "--batch")]
    [InlineData(false, One + ":a.txt\nmain:b.txt\n", "cat-file", "--batch")]
    [InlineData(false, null, "diff", One)]
    [InlineData(false, null, "log", "-1", "HEAD", "--", "a.txt")]
    [InlineData(false, null, "merge-base", "--is-ancestor", One, "main")]
    [InlineData(false, null, "ls-tree", "1111111")]
    [InlineData(false, null, "update-ref", One)]
    [InlineData(false, null, "log")]
    public void An_answer_holds_for_ever_where_only_full_ids_are_named(bool holds, string? input, params string[] arguments) =>
        GitAnswers.NeverChanges(arguments, input).ShouldBe(holds);

    [Fact]
    public async Task What_was_answered_is_not_asked_again()
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        var first = await clone.CommitAsync("first", ("a.txt", "1\n"));
        var second = await clone.CommitAsync("second", ("a.txt", "2\n"));
        await AskAsync();

        // Nothing can be asked of git any more.
        Directory.Move(_temp["clone/.git"], _temp["clone/.gone"]);
        await AskAsync();
        await Should.ThrowAsync<PlatformException>(() => clone.Git.ReadFileAsync("HEAD", "a.txt", None));

        async Task AskAsync()
        {
            (await clone.Git.ReadFileAsync(first, "a.txt", None)).ShouldBe("1\n");
            (await clone.Git.ReadFileAsync(second, "a.txt", None)).ShouldBe("2\n");
            (await clone.Git.ReadFileAsync(second, "b.txt", None)).ShouldBeNull();
            (await clone.Git.IsAncestorAsync(first, second, None)).ShouldBeTrue();
            (await clone.Git.IsAncestorAsync(second, first, None)).ShouldBeFalse();
            (await clone.Git.ReadFileAtEachAsync([second, first], "a.txt", None)).ShouldBe(["2\n", "1\n"]);
        }
    }

    [Fact]
    public async Task What_git_does_not_have_yet_is_asked_for_again()
    {
        var source = await TestClone.InitAsync(_temp["source"]);
        var commit = await source.CommitAsync("first", ("a.txt", "1\n"));
        var clone = await TestClone.InitAsync(_temp["clone"]);
        (await clone.Git.ReadFileAsync(commit, "a.txt", None)).ShouldBeNull();
        (await clone.Git.ReadFilesAsync(commit, ["a.txt"], None)).ShouldBeEmpty();

        await clone.Git.OutputAsync(None, "fetch", _temp["source"], "HEAD");

        (await clone.Git.ReadFileAsync(commit, "a.txt", None)).ShouldBe("1\n");
        (await clone.Git.ReadFilesAsync(commit, ["a.txt"], None)).ShouldHaveSingleItem().Value.ShouldBe("1\n");
    }

    [Fact]
    public async Task Of_many_answers_the_older_ones_are_given_up()
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        var files = Enumerable.Range(0, 80).Select(number => ($"{number}.txt", $"{new string('a', 60_000)}{number}\n")).ToArray();
        var commit = await clone.CommitAsync("first", files);

        foreach (var (name, text) in files.Append(files[0]))
            (await clone.Git.ReadFileAsync(commit, name, None) == text).ShouldBeTrue(name);
    }
}
