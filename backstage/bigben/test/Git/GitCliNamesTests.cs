using BigBen.Foundation;
using BigBen.Git;

namespace BigBen.Tests.Git;

/// <summary>A tag and a branch of the same name, and what each name means to whom.</summary>
public sealed class GitCliNamesTests : IAsyncLifetime
{
    private readonly TempFolder _temp = new();
    private TestClone _clone = null!;
    private string _main = "";
    private string _tagged = "";

    private static CancellationToken None => CancellationToken.None;

    private GitCli Git => _clone.Git;

    public async Task InitializeAsync()
    {
        _clone = await TestClone.InitAsync(_temp["clone"]);
        _tagged = await _clone.CommitAsync("one");
        _main = await _clone.CommitAsync("two");
        foreach (var tag in new[] { "main", "v1.0.0" })
            await _clone.GitAsync("update-ref", $"refs/tags/{tag}", _tagged);
    }

    public Task DisposeAsync()
    {
        _temp.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_Application_s_revision_is_what_Argo_CD_takes_it_for()
    {
        (await Git.ResolveTargetAsync("main", None)).ShouldBe(_main);
        (await Git.ResolveTargetAsync("refs/tags/main", None)).ShouldBe(_tagged);
        (await Git.ResolveTargetAsync("v1.0.0", None)).ShouldBe(_tagged);
        (await Git.ResolveTargetAsync("HEAD", None)).ShouldBe(_main);
        (await Git.ResolveTargetAsync(_tagged, None)).ShouldBe(_tagged);
        await _clone.GitAsync("update-ref", "refs/heads/v1.0.0", _main);
        (await Git.ResolveTargetAsync("v1.0.0", None)).ShouldBe(_main);
        (await Git.ResolveTargetAsync("refs/tags/v1.0.0", None)).ShouldBe(_tagged);
        await RefusedAsync(_tagged[..7], "invalid revision provided, must be SHA");
        await RefusedAsync("no-such-thing", "unable to resolve 'no-such-thing' to a commit SHA");
        await RefusedAsync("main~1", "unable to resolve 'main~1' to a commit SHA");

        async Task RefusedAsync(string revision, string words) =>
            (await Should.ThrowAsync<PlatformException>(Git.ResolveTargetAsync(revision, None))).Message.ShouldBe(words);
    }

    [Fact]
    public async Task A_person_s_revision_is_never_guessed()
    {
        (await Git.TryResolveNameAsync("v1.0.0", None)).ShouldBe(_tagged);
        (await Git.TryResolveNameAsync(_tagged[..8], None)).ShouldBe(_tagged);
        (await Git.TryResolveNameAsync("refs/heads/main", None)).ShouldBe(_main);
        (await Git.TryResolveNameAsync("nothing", None)).ShouldBeNull();
        (await Should.ThrowAsync<PlatformException>(Git.TryResolveNameAsync("main", None))).Message
            .ShouldBe("'main' is a branch and a tag: write refs/heads/main or refs/tags/main, whichever you mean.");
    }
}
