using BigBen.Foundation;
using BigBen.Git;
using BigBen.Pipeline.Layout;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline.Layout;

public sealed class LargeFilesTests : IDisposable
{
    private const string Pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";

    private readonly TempFolder temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task A_pointer_of_Git_LFS_is_refused_by_its_path()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var commit = await clone.CommitAsync("first", ("app/service-a/src/model ü.bin", Pointer), ("app/service-a/src/a.cs", "// a"));

        (await Should.ThrowAsync<PlatformException>(LargeFiles.RequireNoneAsync(GitOf(clone), commit, None))).Message
            .ShouldStartWith("app/service-a/src/model ü.bin is a pointer of Git LFS");
    }

    [Fact]
    public async Task A_text_about_pointers_is_none_and_neither_is_one_that_nothing_is_made_of()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        var commit = await clone.CommitAsync("first", ("app/service-a/README.md", $"A pointer is:\n{Pointer}"), ("docs/film.mp4", Pointer));

        await LargeFiles.RequireNoneAsync(GitOf(clone), commit, None);
    }

    private static GitCli GitOf(TestClone clone) => GitCli.OfRepository(System.IO.Path.Combine(clone.Path, ".git"));
}
