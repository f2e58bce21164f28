namespace BigBen.Tests.Platforms;

public sealed partial class ScriptTests
{
    [Theory]
    [InlineData("it's")]
    [InlineData("a;b")]
    [InlineData("100%25")]
    [InlineData("a\"b")]
    [InlineData("a*b")]
    [InlineData("@(b)")]
    public async Task A_path_that_MSBuild_takes_for_something_else_is_refused_before_anything_is_built(string name)
    {
        AddTool("dotnet", FakeDotnet);

        var result = await RunAsync("bootstrap/big-ben.sh", "--state", Path.Combine(folder, name));

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain($".NET cannot build in '{Path.Combine(folder, name)}', a path with one of ");
        result.Error.ShouldEndWith("by --state.\n");
        Directory.Exists(Path.Combine(folder, name, "bin")).ShouldBeFalse();
    }
}
