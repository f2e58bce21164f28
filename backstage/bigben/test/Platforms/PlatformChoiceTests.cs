using BigBen.Foundation;
using BigBen.Platforms;
using BigBen.Platforms.Kind;
using BigBen.Tests.Git;
using BigBen.Tests.Platforms.Kind;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms;

public sealed class PlatformChoiceTests : IDisposable
{
    private readonly TempFolder temp = new();

    private StateFolder State => new(temp["state"]);

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData("kind")]
    [InlineData("local")]
    public async Task What_is_asked_for_is_chosen(string asked) =>
        (await PlatformChoice.ChooseAsync(asked, RepositoryRoot.Path, State, CancellationToken.None)).Name.ShouldBe(asked);

    [Fact]
    public async Task A_state_folder_stays_what_it_is()
    {
        new KindRecord("big-ben-000000", 8080, false, null, null).Write(State);

        (await PlatformChoice.ChooseAsync("auto", RepositoryRoot.Path, State, CancellationToken.None)).Name.ShouldBe("kind");
        var refusal = await Should.ThrowAsync<PlatformException>(
            () => PlatformChoice.ChooseAsync("local", RepositoryRoot.Path, State, CancellationToken.None));
        refusal.Message.ShouldContain("destroy.sh first");
    }

    [Fact]
    public async Task A_local_platform_does_not_become_a_cluster()
    {
        Directory.CreateDirectory(State.Forge);

        (await PlatformChoice.ChooseAsync("auto", RepositoryRoot.Path, State, CancellationToken.None)).Name.ShouldBe("local");
        await Should.ThrowAsync<PlatformException>(
            () => PlatformChoice.ChooseAsync("kind", RepositoryRoot.Path, State, CancellationToken.None));
    }

    [Fact]
    public async Task A_machine_with_all_that_a_cluster_needs_gets_one()
    {
        await using var machine = await FakeMachine.StartAsync();

        var plan = await machine.BigBenAsync("up", "--dry-run");

        plan.ExitCode.ShouldBe(0, plan.Error);
        plan.Output.ShouldContain("on platform 'kind'");
        plan.Output.ShouldContain("kind create cluster");
    }

    [Theory]
    [InlineData("kind", null, "kind is not installed")]
    [InlineData("docker", null, "no container engine answers")]
    [InlineData(null, "kind v0.29.0 go1.24 linux/amd64", "kind is 0.29.0 where 0.33.0 is needed")]
    public async Task A_machine_that_lacks_something_gets_processes(string? uninstalled, string? version, string reason)
    {
        await using var machine = await FakeMachine.StartAsync();
        if (uninstalled is not null)
            machine.Uninstalled.Add(uninstalled);
        if (uninstalled == "docker")
            machine.Uninstalled.Add("podman");
        machine.Set("kind version", version);

        var plan = await machine.BigBenAsync("up", "--dry-run");

        plan.ExitCode.ShouldBe(0, plan.Error);
        plan.Output.ShouldContain("Why 'local': ");
        plan.Output.ShouldContain(reason);
        plan.Output.ShouldContain("Deployments run as processes");
    }
}
