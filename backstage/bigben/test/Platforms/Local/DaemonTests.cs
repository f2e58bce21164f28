using BigBen.Foundation;
using BigBen.Foundation.Processes;
using BigBen.Platforms.Local;
using BigBen.Tests.Git;
using BigBen.Tests.Ingress;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms.Local;

public sealed class DaemonTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task A_platform_that_does_not_end_in_good_order_is_killed()
    {
        // The lock is one of flock(2), which a shell can hold by a program of Linux alone.
        if (!OperatingSystem.IsLinux())
            return;
        var state = new StateFolder(temp["state"]);
        Directory.CreateDirectory(state.Path);
        var script = $"trap '' TERM; exec 9>'{state.Lock}'; flock 9; echo $$ > '{state.LockHolder}'; while :; do sleep 1 9>&-; done";
        using var ending = new CancellationTokenSource();
        var platform = new Command("sh", "-c", script).RunAsync(ending.Token);
        await Eventually.TrueAsync(() => Task.FromResult(PlatformLock.Holder(state) is not null));

        try
        {
            (await new Daemon(state) { StopGrace = TimeSpan.FromMilliseconds(200) }.StopAsync(CancellationToken.None)).ShouldBeTrue();
            (await platform).ExitCode.ShouldBe(128 + Signals.Kill);
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    [Fact]
    public async Task A_platform_that_ends_at_once_is_told_in_its_own_words()
    {
        var state = new StateFolder(temp["state"]);

        var refused = await new Daemon(state).StartAsync(PlatformFixture.FreePort(), "bigben.localhost", CancellationToken.None)
            .ShouldThrowAsync<PlatformException>();

        // Its folder is in no clone.
        refused.Message.ShouldEndWith("change into one and run ./bootstrap/big-ben.sh.");
        refused.Message.ShouldNotContain("big-ben.sh: ");
    }

    [Fact]
    public async Task A_platform_that_does_not_answer_in_time_is_ended()
    {
        var state = new StateFolder(temp["state"]);
        var daemon = new Daemon(state) { StartDeadline = TimeSpan.Zero };

        var refused = await daemon.StartAsync(PlatformFixture.FreePort(), "bigben.localhost", CancellationToken.None)
            .ShouldThrowAsync<PlatformException>();

        // It may have said something by then.
        refused.Message.ShouldStartWith("The platform's process did not answer within 0 s and was ended");
        refused.Message.ShouldEndWith($"; see '{state.PlatformLog}', then run ./bootstrap/big-ben.sh again.");
        (await daemon.StopAsync(CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_is_stopped_where_nothing_runs() =>
        (await new Daemon(new StateFolder(temp["state"])).StopAsync(CancellationToken.None)).ShouldBeFalse();

    [Fact]
    public async Task One_that_ended_is_found_stopped_on_a_full_disk()
    {
        var state = new StateFolder(temp["state"]);
        // A file cannot take the place of a folder: nothing is written there, as on a full disk.
        Directory.CreateDirectory(state.LockHolder);

        (await new Daemon(state).StopAsync(CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_process_that_ends_instead_of_serving_is_waited_for()
    {
        var state = new StateFolder(temp["state"]);
        var held = PlatformLock.TryTake(state).ShouldNotBeNull();

        var found = new Daemon(state).FindAsync(CancellationToken.None);
        held.Dispose();

        (await found).ShouldBeNull();
    }

    [Fact]
    public async Task A_process_that_holds_the_folder_and_does_not_answer_is_told_with_the_way()
    {
        var state = new StateFolder(temp["state"]);
        using var held = PlatformLock.TryTake(state).ShouldNotBeNull();

        var refused = await new Daemon(state) { StartDeadline = TimeSpan.Zero }.FindAsync(CancellationToken.None)
            .ShouldThrowAsync<PlatformException>();

        refused.Message.ShouldStartWith($"The platform's process {Environment.ProcessId} does not answer; ");
        refused.Message.ShouldEndWith("end it by ./bootstrap/big-ben.sh stop and run ./bootstrap/big-ben.sh again.");
    }
}
