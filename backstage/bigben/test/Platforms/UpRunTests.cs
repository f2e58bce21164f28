using BigBen.Foundation;
using BigBen.Platforms;
using BigBen.Platforms.Local;
using BigBen.Tests.Git;

namespace BigBen.Tests.Platforms;

public sealed class UpRunTests
{
    [Fact]
    public async Task A_process_that_an_interrupted_up_left_starting_is_waited_for()
    {
        using var temp = new TempFolder();
        var state = new StateFolder(temp["state"]);
        StateMark.Claim(state);
        var held = PlatformLock.TryTake(state).ShouldNotBeNull();
        List<string> steps = [];
        var up = new UpRun(temp["clone"], state, Show);

        using var turn = await up.TakeTurnAsync(CancellationToken.None);

        steps.ShouldBe(["wait for the platform's process"]);

        void Show(RunEvent runEvent)
        {
            if (runEvent is not StepStarted started)
                return;
            steps.Add(started.Step);
            held.Dispose();
        }
    }
}
