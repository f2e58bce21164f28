using BigBen.Foundation;
using BigBen.Git;
using BigBen.Git.Receiving;

namespace BigBen.Tests.Git.Receiving;

public sealed class MovedRefTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_failure_after_main_moved_is_a_line_and_no_rejection_also_where_a_record_lies_on_top()
    {
        var (clone, forge) = await SetUpAsync();
        await using var bridge = await InstallAsync(forge, async update =>
        {
            var record = await forge.Git.CommitFilesAsync(update.New, new Dictionary<string, string> { ["r"] = "1" }, "record", None);
            await forge.Git.TryAdvanceAsync(update.Ref, record, update.Old, None);
            throw new PlatformException("The platform went away.");
        });
        await clone.CommitAsync("second", ("a", "2"));

        var push = await clone.TryGitAsync("push", "big-ben", "HEAD:main");

        push.ExitCode.ShouldBe(0, push.Error);
        push.Error.ShouldContain("remote: told: The platform went away.");
        push.Error.ShouldNotContain("rejected");
    }

    [Theory]
    [InlineData("refs/heads/hotfix/v1.0.1")]
    [InlineData("refs/tags/v1.0.0")]
    public async Task So_it_is_with_another_ref(string name)
    {
        var (clone, forge) = await SetUpAsync();
        await using var bridge = await InstallAsync(forge, async update =>
        {
            await forge.Git.TryAdvanceAsync(update.Ref, update.New, null, None);
            throw new PlatformException("It crashes.");
        });

        (await clone.TryGitAsync("push", "big-ben", $"HEAD:{name}")).ShouldSatisfyAllConditions(
            push => push.ExitCode.ShouldBe(0, push.Error), push => push.Error.ShouldContain("remote: told: It crashes."));
    }

    [Theory]
    [InlineData("HEAD:main")]
    [InlineData("HEAD:refs/tags/v1.0.0")]
    [InlineData("--force", "HEAD~1:main")]
    [InlineData("--force", "HEAD^{tree}:refs/heads/tree")]
    public async Task A_refusal_is_one(params string[] arguments)
    {
        var (clone, forge) = await SetUpAsync();
        await clone.CommitAsync("second", ("a", "2"));
        await forge.Git.OutputAsync(None, "fetch", "--quiet", clone.Path, "+HEAD:refs/heads/main");
        await forge.Git.OutputAsync(None, "update-ref", ForgeRepository.PushedRef, "main");
        if (arguments is ["HEAD:main"])
            await clone.CommitAsync("third", ("a", "3"));
        await using var bridge = await InstallAsync(forge, _ => throw new PlatformException("2 tests failed."));

        var push = await clone.TryGitAsync(["push", "big-ben", .. arguments]);

        push.ExitCode.ShouldBe(1, push.Error);
        push.Error.ShouldContain("(2 tests failed.)");
        push.Error.ShouldNotContain("told:");
    }

    private async Task<(TestClone Clone, ForgeRepository Forge)> SetUpAsync()
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        await clone.CommitAsync("first", ("a", "1"));
        var forge = await ForgeRepository.OpenOrCreateAsync(_temp["state/forge.git"], clone.Path, None);
        await new CloneOfForge(clone.Path).AddRemoteAsync(forge, None);
        return (clone, forge);
    }

    private Task<PushBridge> InstallAsync(ForgeRepository forge, Func<RefUpdate, Task<RefResult>> handler) => PushBridge.InstallAsync(
        forge, _temp["bridge"], MovedRef.Accept(forge, (update, _, _) => handler(update), reason => $"told: {reason}"));
}
