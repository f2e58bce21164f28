using BigBen.Git;

namespace BigBen.Tests.Git;

/// <summary>Lock files of refs: what a killed git leaves keeps everybody from delivering.</summary>
public sealed class GitCliLockTests : IDisposable
{
    private const string Branch = "refs/heads/branch";
    private readonly TempFolder _temp = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Refs_that_are_being_moved_when_a_run_is_interrupted_are_not_left_locked()
    {
        var (git, commit) = await MakeAsync();
        // So many that the first are locked long before the last has moved.
        var changes = Enumerable.Range(0, 2000).Select(number => new RefChange($"refs/heads/many/{number}", commit, null)).ToList();
        using var interrupt = new CancellationTokenSource();

        Task moving = git.TryUpdateRefsAsync(changes, interrupt.Token);
        while (!moving.IsCompleted && !Locks(git).Any())
            await Task.Yield();
        await interrupt.CancelAsync();
        await moving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        Locks(git).ShouldBeEmpty();
        (await git.TryAdvanceAsync(Branch, commit, null, None)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_lock_whose_holder_is_gone_is_no_hindrance_for_long_and_that_of_another_one_is_left_alone()
    {
        var (git, commit) = await MakeAsync();
        var held = _temp.Write($"clone/.git/{Branch}.lock", "");
        File.SetLastWriteTimeUtc(held, DateTime.UtcNow.AddHours(1));

        (await git.TryAdvanceAsync(Branch, commit, null, None)).ShouldBeFalse();
        File.Exists(held).ShouldBeTrue();
        File.SetLastWriteTimeUtc(held, DateTime.UtcNow.AddMinutes(-1));

        (await git.TryAdvanceAsync(Branch, commit, null, None)).ShouldBeFalse();
        (await git.TryAdvanceAsync(Branch, commit, null, None)).ShouldBeTrue();
    }

    private static IEnumerable<string> Locks(GitCli git) =>
        Directory.EnumerateFiles(Path.Combine(git.Path, "refs"), "*.lock", SearchOption.AllDirectories);

    private async Task<(GitCli Git, string Commit)> MakeAsync()
    {
        var clone = await TestClone.InitAsync(_temp["clone"]);
        var commit = await clone.CommitAsync("first");
        return (GitCli.OfRepository(_temp["clone/.git"]), commit);
    }
}
