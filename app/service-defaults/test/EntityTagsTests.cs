namespace BigBen.ServiceDefaults.Tests;

public class EntityTagsTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("*", null)]
    [InlineData("\"3\"", new[] { 3 })]
    [InlineData("\"3\", \"12\"", new[] { 3, 12 })]
    [InlineData("W/\"3\"", new int[0])]
    [InlineData("3", new int[0])]
    [InlineData("\"three\"", new int[0])]
    public void A_request_may_change_the_versions_that_it_names(string? ifMatch, int[]? wanted) =>
        EntityTags.Wanted(ifMatch).ShouldBe(wanted);

    [Theory]
    [InlineData(null, false)]
    [InlineData("\"3\"", true)]
    [InlineData("W/\"3\"", true)]
    [InlineData("*", true)]
    [InlineData("\"33\"", false)]
    [InlineData("3", false)]
    public void A_client_has_the_version_whose_tag_it_sends(string? ifNoneMatch, bool has) =>
        EntityTags.Has(ifNoneMatch, 3).ShouldBe(has);

    [Fact]
    public void A_tag_is_quoted() => EntityTags.Of(3).ShouldBe("\"3\"");
}
