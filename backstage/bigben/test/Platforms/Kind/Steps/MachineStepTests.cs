using System.Net;
using System.Net.Sockets;
using BigBen.Foundation;
using BigBen.Tests.Git;

namespace BigBen.Tests.Platforms.Kind.Steps;

/// <summary>What a machine lacks is said in one sentence, before anything is made.</summary>
public sealed class MachineStepTests
{
    [Theory]
    [InlineData(
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
        "The container engine is not running: start it")]
    [InlineData("permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock", "join its group")]
    public async Task An_engine_that_refuses(string said, string remedy)
    {
        await using var machine = await FakeMachine.StartAsync();
        machine.Set("no engine", said);

        await ShouldBeRefusedAsync(machine, remedy);
    }

    [Theory]
    [InlineData("kind")]
    [InlineData("docker")]
    public async Task A_tool_that_is_not_installed(string tool)
    {
        await using var machine = await FakeMachine.StartAsync();
        machine.Uninstalled.Add(tool);

        await ShouldBeRefusedAsync(machine, "choose --platform local");
    }

    [Fact]
    public async Task A_tool_that_is_too_old()
    {
        await using var machine = await FakeMachine.StartAsync();
        machine.Set("kind version", "kind v0.29.0 go1.24 linux/amd64");

        await ShouldBeRefusedAsync(machine, "kind is 0.29.0 where 0.33.0 or newer is needed");
    }

    [Fact]
    public async Task An_engine_on_control_groups_of_version_1()
    {
        await using var machine = await FakeMachine.StartAsync();
        machine.Set("cgroups", "1");

        await ShouldBeRefusedAsync(machine, "control groups of version 1");
    }

    [Fact]
    public async Task An_engine_that_does_not_see_the_state_folder()
    {
        await using var machine = await FakeMachine.StartAsync();
        machine.Set("engine elsewhere", "yes");

        var up = await machine.BigBenAsync("up", "--platform", "kind", "--port", $"{machine.Port}");

        up.ExitCode.ShouldBe(1, up.Output);
        up.Error.ShouldContain($"The container engine does not see '{machine.State}'");
        machine.Calls.ShouldNotContain(call => call.StartsWith("kind create", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_is_taken()
    {
        await using var machine = await FakeMachine.StartAsync();
        using var other = new TcpListener(IPAddress.Loopback, machine.Port);
        other.Start();

        await ShouldBeRefusedAsync(machine, $"{machine.Port} cannot be listened on");
    }

    [Fact]
    public async Task A_cluster_of_that_name_from_elsewhere_is_left_alone()
    {
        await using var machine = await FakeMachine.StartAsync();
        var name = new StateFolder(machine.State).UniqueName;
        machine.Set("containers", $"{name}-control-plane {name}-worker {name}-worker2");

        await ShouldBeRefusedAsync(machine, $"kind delete cluster --name {name}");

        machine.Calls.ShouldNotContain(call => call.StartsWith("kind delete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_timeout_that_is_no_number()
    {
        await using var machine = await FakeMachine.StartAsync();
        machine.Timeout = -1;

        await ShouldBeRefusedAsync(machine, "BIGBEN_CLUSTER_TIMEOUT is '-1'");
    }

    private static async Task ShouldBeRefusedAsync(FakeMachine machine, string sentence)
    {
        var hosted = machine.In("hosted");
        await (await TestClone.InitAsync(hosted)).CommitAsync("first", ("README.md", "x"));
        var up = await machine.BigBenAsync(
            "up", "--platform", "kind", "--port", $"{machine.Port}", "--source", hosted, "--registry", "ghcr.io/somebody");

        up.ExitCode.ShouldBe(1, up.Output);
        up.Error.ShouldContain(sentence);
        up.Error.TrimEnd().ShouldNotContain('\n');
        machine.Calls.ShouldNotContain(call =>
            call.StartsWith("kind create", StringComparison.Ordinal) || call.StartsWith("docker run", StringComparison.Ordinal));
    }
}
