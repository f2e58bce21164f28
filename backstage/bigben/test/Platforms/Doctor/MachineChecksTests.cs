using BigBen.Foundation;
using BigBen.Pipeline.Layout;
using BigBen.Platforms.Doctor;
using BigBen.Platforms.Local;
using BigBen.Tests.Git;
using BigBen.Tests.Kubernetes;

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

    [Theory]
    [InlineData(null, Severity.Good, "developer → production")]
    [InlineData("environments: {a: {hostPrefix: a}}", Severity.Blocker, "there must be two environments at least")]
    public void The_clone_s_list_of_environments_is_read(string? list, Severity severity, string found)
    {
        if (list is not null)
            temp.Write($"clone/{EnvironmentList.File}", list);

        var finding = new MachineChecks(temp["clone"], new StateFolder(temp["state"]), 8080).Environments();

        (finding.Severity, finding.Found.Contains(found, StringComparison.Ordinal)).ShouldBe((severity, true), finding.Found);
    }

    [Fact]
    public async Task A_port_that_the_platform_itself_has_without_an_answer_is_not_called_another_program_s()
    {
        var state = new StateFolder(temp["state"]);
        await using var deaf = new CuttableProxy(0) { IsDown = true };
        using var held = PlatformLock.TryTake(state);
        new PlatformRecord(Environment.ProcessId, deaf.Port, "token", "build", DateTimeOffset.UnixEpoch).Write(state);

        var finding = await new MachineChecks(temp["clone"], state, deaf.Port).PortAsync(deaf.Port, CancellationToken.None);

        finding.Found.ShouldBe($"{deaf.Port} is held by this platform's process {Environment.ProcessId}, which does not answer");
        finding.Remedy!.ShouldContain("big-ben.sh stop");
    }
}
