using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline.Layout;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline.Layout;

public sealed class SubmodulesTests : IDisposable
{
    private readonly TempFolder temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData("app/service-a")]
    [InlineData("app/service-a/src/shared")]
    [InlineData("charts/app")]
    public async Task One_where_images_and_manifests_are_made_is_refused_by_its_path(string path)
    {
        var (git, commit) = await CommitAsync(path);

        (await Should.ThrowAsync<PlatformException>(Submodules.RequireNoneAsync(git, commit, None))).Message
            .ShouldStartWith($"{path} is a submodule, whose files this repository does not have");
    }

    [Fact]
    public async Task One_elsewhere_is_nobody_s_business()
    {
        var (git, commit) = await CommitAsync("docs/film");

        await Submodules.RequireNoneAsync(git, commit, None);
    }

    private async Task<(GitCli Git, string Commit)> CommitAsync(string path)
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var first = await clone.CommitAsync("first", ("app/service-b/a.cs", "// a"));
        await clone.GitAsync("update-index", "--add", "--cacheinfo", $"160000,{first},{path}");
        await clone.GitAsync("commit", "--quiet", "-m", "second");
        return (GitCli.OfRepository(Path.Combine(clone.Path, ".git")), await clone.HeadAsync());
    }
}
