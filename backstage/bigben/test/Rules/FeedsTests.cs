using BigBen.Foundation;
using BigBen.Tests.Git;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Rules;

/// <summary>People restore from whatever feeds their NuGet settings name.</summary>
public sealed class FeedsTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task Two_feeds_break_no_build()
    {
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json" })
            temp.Write(file, await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, file)));
        Directory.CreateDirectory(temp["one"]);
        Directory.CreateDirectory(temp["two"]);
        temp.Write("nuget.config", """
            <configuration>
              <packageSources><clear /><add key="one" value="one" /><add key="two" value="two" /></packageSources>
            </configuration>
            """);
        temp.Write("a.csproj", """<Project Sdk="Microsoft.NET.Sdk"></Project>""");

        var restore =
            await new Command("dotnet", "restore", "a.csproj", "-nodeReuse:false") { WorkingDirectory = temp.Path }.RunAsync();

        restore.ExitCode.ShouldBe(0, restore.Output);
        restore.Output.ShouldNotContain("NU1507");
    }

    [Fact]
    public async Task No_feed_is_named_in_the_repository()
    {
        var found = await new Command("git", "grep", "--name-only", "-I", "-E", "<add key=.*https?://|nuget" + "\\.org")
        {
            WorkingDirectory = RepositoryRoot.Path,
        }.RunAsync();

        found.Output.ShouldBeEmpty();
    }
}
