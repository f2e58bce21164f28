namespace BigBen.ServiceDefaults.Tests;

public class BuildVersionTests
{
    [Theory]
    [InlineData("v1.2.0+0123456789abcdef", null, "v1.2.0", "0123456789abcdef")]
    [InlineData("v1.2.0+0123456789abcdef", "4632410", "4632410", "0123456789abcdef")]
    [InlineData("v1.2.0", null, "v1.2.0", "unknown")]
    [InlineData("v1.2.0+", null, "v1.2.0", "unknown")]
    [InlineData("v1.2.0-rc.1+a+b", null, "v1.2.0-rc.1", "a+b")]
    public void The_baked_in_version_stands_unless_APP_VERSION_is_set(string baked, string? appVersion, string version, string revision) =>
        BuildVersion.Of("specimen", baked, appVersion).ShouldBe(new BuildVersion("specimen", version, revision));
}
