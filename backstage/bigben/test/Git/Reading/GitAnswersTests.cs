using BigBen.Foundation;
using BigBen.Git.Reading;

namespace BigBen.Tests.Git.Reading;

public sealed class GitAnswersTests : IDisposable
{
    private const string One = "1111111111111111111111111111111111111111";
    private const string Two = "2222222222222222222222222222222222222222";

    private readonly TempFolder _temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(true, "ls-tree", "-r", "-z", One, "--", "app/")]
    [InlineData(true, "log", "-1", "--format=%H", One, "--", "main")]
    [InlineData(true, "log", One, "^" + Two)]
    [InlineData(true, "merge-base", "--is-ancestor", One, Two)]
    [InlineData(true, "diff", One, Two, "--")]
    [InlineData(false, "diff", One)]
    [InlineData(false, "log", "-1", "HEAD", "--", "a.txt")]
    [InlineData(false, "merge-base", "--is-ancestor", One, "main")]
    [InlineData(false, "ls-tree", "1111111")]
    [InlineData(false, "update-ref", One)]
    [InlineData(false, "log")]
    public void An_answer_holds_for_ever_where_only_full_ids_are_named(bool holds, params string[] arguments) =>
        GitAnswers.NeverChanges(arguments).ShouldBe(holds);

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
        await Should.ThrowAsync<PlatformException>(() => clone.Git.ListFilesAsync("HEAD", "", None));

        async Task AskAsync()
        {
            (await clone.Git.ListFilesAsync(first, "", None)).ShouldBe(["a.txt"]);
            (await clone.Git.ChangedPathsAsync(first, second, None)).ShouldBe(["a.txt"]);
            (await clone.Git.IsAncestorAsync(first, second, None)).ShouldBeTrue();
            (await clone.Git.IsAncestorAsync(second, first, None)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Of_many_answers_the_older_ones_are_given_up()
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        var one = await clone.CommitAsync("one", ("0", ""));
        var answers = new GitAnswers();
        var asked = 0;

        for (var round = 0; round < 2; round++)
        {
            for (var number = 0; number < 80; number++)
            {
                string[] question = ["log", "--format=" + new string('a', 60_000) + number, one, "--"];
                var answer = await answers.AskAsync(
                    question, new Command("sh", "-c", "echo \"$1\"", "sh", $"{number}") { OnLine = _ => asked++ }, None);
                answer.Output.ShouldBe($"{number}\n");
            }
        }

        // All 80 together are more than is kept, so that the first is asked again.
        asked.ShouldBeInRange(81, 160);
    }
}
