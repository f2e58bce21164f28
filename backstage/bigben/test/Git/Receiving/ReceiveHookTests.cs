using System.Collections.Concurrent;
using BigBen.Foundation;
using BigBen.Git;
using BigBen.Git.Receiving;

namespace BigBen.Tests.Git.Receiving;

public sealed class ReceiveHookTests : IDisposable
{
    private readonly TempFolder temp = new();
    private readonly ConcurrentQueue<RefUpdate> seen = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task A_push_to_main_is_handed_over_and_its_progress_shown()
    {
        var (clone, forge) = await SetUpAsync();
        await using var bridge = await PushBridge.InstallAsync(forge, temp["bridge"], AcceptAsync(forge));
        var old = await forge.HeadAsync(None);
        var next = await clone.CommitAsync("second", ("a", "2"));

        var push = await clone.TryGitAsync("push", "big-ben", "HEAD:main");

        push.ExitCode.ShouldBe(0, push.Error);
        push.Error.ShouldContain("remote: ✓ test service-a 1.2 s");
        seen.ShouldHaveSingleItem().ShouldBe(new RefUpdate("refs/heads/main", old, next));
        (await forge.HeadAsync(None)).ShouldBe(next);
    }

    [Fact]
    public async Task A_refused_push_fails_with_the_reason_and_moves_nothing()
    {
        var (clone, forge) = await SetUpAsync();
        await using var bridge = await PushBridge.InstallAsync(
            forge, temp["bridge"], (_, _, _) => throw new PlatformException("2 tests of service-a failed;\nnothing was deployed."));
        var old = await forge.HeadAsync(None);
        await clone.CommitAsync("second", ("a", "2"));

        var push = await clone.TryGitAsync("push", "big-ben", "HEAD:main");

        push.ExitCode.ShouldBe(1);
        push.Error.ShouldContain("! [remote rejected] HEAD -> main (2 tests of service-a failed; nothing was deployed.)");
        (await forge.HeadAsync(None)).ShouldBe(old);
    }

    [Theory]
    [InlineData(65_000)]
    [InlineData(65_515)]
    [InlineData(65_516)]
    [InlineData(400_000)]
    public async Task A_reason_of_any_length_reaches_the_person_who_pushes(int length)
    {
        var (clone, forge) = await SetUpAsync();
        // Three bytes a letter, so that the limit lies within one.
        var reason = "refused, for " + new string('€', length / 3);
        await using var bridge = await PushBridge.InstallAsync(
            forge, temp["bridge"], (_, _, _) => Task.FromResult(RefResult.Refused(reason)));
        await clone.CommitAsync("second", ("a", "2"));

        var push = await clone.TryGitAsync("push", "big-ben", "HEAD:main");

        push.ExitCode.ShouldBe(1, push.Error);
        push.Error.ShouldContain("! [remote rejected] HEAD -> main (refused, for €€€");
        push.Error.ShouldNotContain("\uFFFD");
        push.Error.ShouldNotContain("protocol error");
    }

    [Fact]
    public async Task Each_ref_of_a_push_is_decided_by_itself()
    {
        var (clone, forge) = await SetUpAsync();
        var accept = AcceptAsync(forge);
        await using var bridge = await PushBridge.InstallAsync(forge, temp["bridge"], (update, tell, token) =>
            update.Ref == "refs/tags/v2.0.0" ? Task.FromResult(RefResult.Refused("not released")) : accept(update, tell, token));
        var next = await clone.CommitAsync("second", ("a", "2"));
        await clone.GitAsync("tag", "v1.0.0");
        await clone.GitAsync("tag", "v2.0.0");

        var push = await clone.TryGitAsync("push", "big-ben", "HEAD:main", "HEAD:refs/heads/feature", "v1.0.0", "v2.0.0");

        push.ExitCode.ShouldBe(1);
        push.Error.ShouldContain("v2.0.0 -> v2.0.0 (not released)");
        seen.Select(update => update.Ref).ShouldBe(["refs/heads/feature", "refs/heads/main", "refs/tags/v1.0.0"], ignoreOrder: true);
        (await forge.Git.OutputAsync(None, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/tags")).ShouldBe(
            $"refs/heads/feature {next}\nrefs/heads/main {next}\nrefs/tags/v1.0.0 {next}");
    }

    [Fact]
    public async Task A_person_s_own_hooks_folder_does_not_switch_the_delivery_off()
    {
        var (clone, forge) = await SetUpAsync();
        await using var bridge = await PushBridge.InstallAsync(
            forge, temp["bridge"], (_, _, _) => Task.FromResult(RefResult.Refused("asked")));
        var config = temp.Write(
            "gitconfig", $"[core]\n\thooksPath = {temp["no hooks here"]}\n[user]\n\tname = x\n\temail = x@example.com\n");
        await clone.CommitAsync("second", ("a", "2"));

        var push = await new Command("git", "push", "big-ben", "HEAD:main")
        {
            WorkingDirectory = clone.Path,
            Environment = new Dictionary<string, string?> { ["GIT_CONFIG_GLOBAL"] = config },
        }.RunAsync();

        push.Error.ShouldContain("(asked)");
    }

    [Fact]
    public async Task A_hook_that_cannot_run_fails_the_push()
    {
        var (clone, forge) = await SetUpAsync();
        await ReceiveHook.InstallAsync(forge, [temp["no such program"]]);
        var old = await forge.HeadAsync(None);
        await clone.CommitAsync("second", ("a", "2"));

        (await clone.TryGitAsync("push", "big-ben", "HEAD:main")).ExitCode.ShouldBe(1);

        (await forge.HeadAsync(None)).ShouldBe(old);
    }

    [Fact]
    public async Task An_interrupted_push_cancels_the_handler()
    {
        var (clone, forge) = await SetUpAsync();
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var bridge = await PushBridge.InstallAsync(forge, temp["bridge"], async (_, _, token) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => cancelled.SetResult(), None);
            token.ThrowIfCancellationRequested();
            return RefResult.Accepted;
        });
        await clone.CommitAsync("second", ("a", "2"));
        using var interrupt = new CancellationTokenSource();

        var push = clone.Git.RunAsync(interrupt.Token, "push", "big-ben", "HEAD:main");
        await started.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await interrupt.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(push);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Garbage_on_the_line_is_no_push()
    {
        using var input = new MemoryStream("hello, this is not git"u8.ToArray());

        ReceiveHook.Handler asked = (_, _, _) => throw new InvalidOperationException("asked");
        (await ReceiveHook.RunAsync(input, new MemoryStream(), new MemoryStream(), asked)).ShouldBe(1);
    }

    private async Task<(TestClone Clone, ForgeRepository Forge)> SetUpAsync()
    {
        var clone = await TestClone.InitAsync(temp["clone"]);
        await clone.CommitAsync("first", ("a", "1"));
        var forge = await ForgeRepository.OpenOrCreateAsync(temp["state/forge.git"], clone.Path, None);
        await new CloneOfForge(clone.Path).AddRemoteAsync(forge, None);
        return (clone, forge);
    }

    private ReceiveHook.Handler AcceptAsync(ForgeRepository forge) => async (update, tell, token) =>
    {
        seen.Enqueue(update);
        tell("✓ test service-a 1.2 s");
        return await forge.Git.TryAdvanceAsync(update.Ref, update.New, update.IsCreation ? null : update.Old, token)
            ? RefResult.Accepted
            : RefResult.Refused("moved");
    };
}
