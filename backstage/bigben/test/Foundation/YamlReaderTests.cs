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

    // Reading each would take more stack than there is, which ends the process.
    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Text_that_is_nested_beyond_any_use_is_refused(string level) =>
        Should.Throw<PlatformException>(() => YamlReader.Load(string.Concat(Enumerable.Repeat(level, 100_000)), "f"))
            .Message.ShouldStartWith("f, line 1: this is not valid YAML: ");

    [Theory]
    [InlineData("? [a]\n: 1")]
    [InlineData("? {a: 1}\n: 1")]
    [InlineData("a: &a [1]\n*a : 2")]
    [InlineData("? &a [*a]\n: 1")]
    [InlineData("&a\n? *a\n: 1\n? *a\n: 2")]
    [InlineData("*a : 1\nb: &a [*a]")]
    [InlineData("a: &a b\n---\n*a : 1\nb: &a [*a]")]
    public void A_key_that_is_not_a_plain_word_is_refused(string yaml) =>
        Should.Throw<PlatformException>(() => YamlReader.Load(yaml, "f")).Message.ShouldContain("a key must be a plain word");

    [Fact]
    public void A_key_may_be_an_alias_of_a_plain_word() =>
        YamlReader.FirstMap("x: &a b\n*a : 2", "f")!.ToJsonString().ShouldBe("""{"x":"b","b":2}""");
}
