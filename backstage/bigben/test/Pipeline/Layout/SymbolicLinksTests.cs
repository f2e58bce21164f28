using BigBen.Foundation;
using BigBen.Pipeline.Layout;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline.Layout;

public sealed class SymbolicLinksTests : IDisposable
{
    private readonly TempFolder temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData("app/service-a/src/shared", "../../../shared")]
    [InlineData("app/service-a/src/deep/Other.cs", "../../../service-b/src/Other.cs")]
    [InlineData("app/service-a/src/Near.cs", "../../service-ab/src/Near.cs")]
    [InlineData("app/service-a/src/values.yaml", "../deploy-config/developer/values.yaml")]
    [InlineData("app/service-a/src/passwd", "/etc/passwd")]
    [InlineData("app/service-defaults/src/shared", "../../../shared")]
    public async Task One_whose_target_s_changes_would_never_be_built_is_refused_by_its_path(string path, string target)
    {
        (await Should.ThrowAsync<PlatformException>(RequireAsync(path, target))).Message
            .ShouldStartWith($"{path} is a symbolic link to '{target}', outside of {string.Join('/', path.Split('/')[..2])}, ");
    }

    [Theory]
    [InlineData("app/service-a/src/Same.cs", "Program.cs")]
    [InlineData("app/service-a/src/deep/Same.cs", "../../test/Same.cs")]
    [InlineData("app/service-a/src/defaults", "../../service-defaults")]
    [InlineData("app/service-a/src/defaults/Ports.cs", "../../../service-defaults/src/Ports.cs")]
    [InlineData("app/service-a/README.md", "../../README.md")]
    [InlineData("docs/README.md", "../README.md")]
    public async Task One_that_stays_where_changes_are_built_is_not(string path, string target) => await RequireAsync(path, target);

    private async Task RequireAsync(string path, string target)
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var link = temp[$"clone/{path}"];
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, target);
        var commit = await clone.CommitAsync("link", ("app/service-a/deploy-config/developer/values.yaml", ""));
        await SymbolicLinks.RequireBuiltAsync(clone.Git, commit, None);
    }
}
