using BigBen.Pipeline.Releases;

namespace BigBen.Tests.Pipeline.Releases;

public sealed class SemanticVersionTests
{
    /// <summary>The specification's own example (section 11), with numbers around it.</summary>
    [Fact]
    public void Versions_are_ordered_by_precedence()
    {
        string[] ordered =
        [
            "v0.9.99", "v1.0.0-alpha", "v1.0.0-alpha.1", "v1.0.0-alpha.beta", "v1.0.0-beta", "v1.0.0-beta.2", "v1.0.0-beta.11",
            "v1.0.0-rc.1", "v1.0.0",
            "v1.0.1", "v1.2.0", "v1.10.0", "v2.0.0-0", "v2.0.0-0a", "v2.0.0", "v99999999999999999999.0.0",
        ];
        var versions = ordered.Select(text => SemanticVersion.TryParse(text).ShouldNotBeNull(text)).ToList();

        versions.AsEnumerable().Reverse().Order().Select(version => version.ToString()).ShouldBe(ordered);
        foreach (var (left, right) in versions.Zip(versions.Skip(1)))
        {
            (left < right).ShouldBeTrue($"{left} < {right}");
            (right <= left).ShouldBeFalse($"{right} <= {left}");
        }
    }

    [Fact]
    public void Build_metadata_orders_nothing() =>
        SemanticVersion.TryParse("v1.0.0+a")!.CompareTo(SemanticVersion.TryParse("v1.0.0+b")).ShouldBe(0);

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("v1.0")]
    [InlineData("v1.0.0.0")]
    [InlineData("v01.0.0")]
    [InlineData("v1.0.0-")]
    [InlineData("v1.0.0-01")]
    [InlineData("v1.0.0-a..b")]
    [InlineData("v1.0.0-a_b")]
    [InlineData("v1.0.0\n")]
    [InlineData("v1.0.0+")]
    [InlineData("vNext")]
    [InlineData("")]
    public void What_is_no_version_is_none(string text) => SemanticVersion.TryParse(text).ShouldBeNull();
}
