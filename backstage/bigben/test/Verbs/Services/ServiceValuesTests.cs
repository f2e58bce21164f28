using BigBen.Tests.Git;
using BigBen.Verbs.Services;

namespace BigBen.Tests.Verbs.Services;

public sealed class ServiceValuesTests
{
    [Theory]
    [InlineData("developer production", "developer=small production=large")]
    [InlineData("developer staging production", "developer=small staging=small production=large")]
    [InlineData("developer production dr", "developer=small production=large dr=large")]
    [InlineData("sandbox developer", "sandbox=small developer=small")]
    [InlineData("test live", "test=small live=small")]
    public void Every_environment_has_values_and_nothing_else_has(string environments, string expected)
    {
        using var temp = new TempFolder();
        temp.Write("developer/values.yaml", "small");
        temp.Write("production/values.yaml", "large");

        ServiceValues.Fit(temp.Path, environments.Split(' '));

        Directory.GetDirectories(temp.Path)
            .Select(folder => $"{Path.GetFileName(folder)}={File.ReadAllText(Path.Combine(folder, "values.yaml"))}")
            .ShouldBe(expected.Split(' '), ignoreOrder: true);
    }
}
