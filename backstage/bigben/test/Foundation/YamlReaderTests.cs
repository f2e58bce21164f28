using BigBen.Foundation;

namespace BigBen.Tests.Foundation;

public class YamlReaderTests
{
    [Theory]
    [InlineData("a: 1\n---\na: 2", "1")]
    [InlineData("---\n---\na: 2", "2")]
    [InlineData("- a: 1", "")]
    [InlineData("", "")]
    public void The_first_map_is_that_of_the_first_document_that_holds_anything(string yaml, string a) =>
        $"{YamlReader.FirstMap(yaml, "f")?["a"]}".ShouldBe(a);
}
