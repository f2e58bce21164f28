using BigBen.ArgoCd.Applications;

namespace BigBen.Tests.ArgoCd.Applications;

public sealed class GlobTests
{
    [Theory]
    [InlineData("*", "any/thing", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("team-*", "team-a", true)]
    [InlineData("team-*", "a-team-a", false)]
    [InlineData("https://host/*", "https://host/a", true)]
    [InlineData("https://host/*", "https://host/a/b", false)]
    [InlineData("https://host/**", "https://host/a/b", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("{dev,prod}-[a-c]", "prod-b", true)]
    [InlineData("{dev,prod}-[!a-c]", "prod-b", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData(@"a\*", "a*", true)]
    [InlineData(@"a\*", "ab", false)]
    [InlineData("[a", "a", false)]
    [InlineData("{a", "a", false)]
    public void Patterns_match_as_in_Argo_CD(string pattern, string text, bool matches) =>
        Glob.Matches(pattern, text, '/').ShouldBe(matches);
}
