using BigBen.Controllers.Jobs;

namespace BigBen.Tests.Controllers.Jobs;

public class CompletionIndexesTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("0", 1)]
    [InlineData("0,1", 2)]
    [InlineData("0-2,5,7-9", 7)]
    public void They_are_read_and_written_as_Kubernetes_does(string text, int count)
    {
        var indexes = CompletionIndexes.Parse(text, completions: 10);

        indexes.Count.ShouldBe(count);
        indexes.ToString().ShouldBe(text);
    }

    [Fact]
    public void Those_above_the_number_of_completions_are_left_out() =>
        CompletionIndexes.Parse("0-9", completions: 3).ToString().ShouldBe("0-2");

    [Fact]
    public void The_first_that_are_neither_complete_nor_taken_are_next() =>
        CompletionIndexes.Parse("0,2", completions: 6).Pending(2, 6, new HashSet<int> { 3 }).ShouldBe([1, 4]);
}
