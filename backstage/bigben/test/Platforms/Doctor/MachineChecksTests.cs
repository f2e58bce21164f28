using BigBen.Foundation;
using BigBen.Platforms.Doctor;
using BigBen.Tests.Git;

namespace BigBen.Tests.Platforms.Doctor;

public sealed class MachineChecksTests : IDisposable
{
    private readonly TempFolder temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void A_restart_asks_for_no_room_to_build()
    {
        var state = new StateFolder(temp["state"]);
        MachineChecks.NeededBytes(state).ShouldBe(1L << 30);

        Directory.CreateDirectory(state.Images);
        Directory.CreateDirectory(state.Work);

        MachineChecks.NeededBytes(state).ShouldBe(64L << 20);
    }
}
