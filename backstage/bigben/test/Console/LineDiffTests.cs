using BigBen.Console;

namespace BigBen.Tests.Console;

public class LineDiffTests
{
    [Fact]
    public void What_differs_stands_with_three_equal_lines_around_it()
    {
        string[] lines = [.. Enumerable.Range(1, 20).Select(number => $"line {number}")];

        var diff = LineDiff.Of(Text(lines), Text([.. lines.Select(line => line == "line 10" ? "  line 10" : line), "line 21"]));

        diff.ShouldBe(
        [
            "@@ -7,7 +7,7 @@", " line 7", " line 8", " line 9", "-line 10", "+  line 10", " line 11", " line 12", " line 13",
            "@@ -18,3 +18,4 @@", " line 18", " line 19", " line 20", "+line 21",
        ]);
    }

    [Theory]
    [InlineData("", "one\ntwo\n", "@@ -1,0 +1,2 @@", "+one", "+two")]
    [InlineData("one\ntwo\n", "", "@@ -1,2 +1,0 @@", "-one", "-two")]
    [InlineData("one\n", "one\n")]
    public void A_text_that_is_not_there_has_no_lines(string old, string @new, params string[] expected) =>
        LineDiff.Of(old, @new).ShouldBe(expected);

    private static string Text(string[] lines) => string.Join('\n', lines) + "\n";
}
