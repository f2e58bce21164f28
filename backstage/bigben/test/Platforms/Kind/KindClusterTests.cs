namespace BigBen.Tests.Platforms.Kind;

/// <summary>A cluster that goes, by a person or by the platform.</summary>
public sealed class KindClusterTests
{
    [Fact]
    [Trait("Category", "Nightly")]
    public async Task A_cluster_that_was_made_anew_is_followed()
    {
        await using var machine = await FakeMachine.StartAsync();
        await machine.CloneAsync();
        try
        {
            (await machine.UpAsync()).ExitCode.ShouldBe(0);
            machine.LoseCluster();

            var up = await machine.UpAsync();

            up.ExitCode.ShouldBe(0, up.Error);
            (await machine.BigBenAsync("status")).ExitCode.ShouldBe(0);
        }
        finally
        {
            await machine.DownAsync();
        }
    }

    [Fact]
    [Trait("Category", "Nightly")]
    public async Task Destroy_says_what_is_left_and_finishes_on_the_next_run()
    {
        await using var machine = await FakeMachine.StartAsync();
        await machine.CloneAsync();
        (await machine.UpAsync()).ExitCode.ShouldBe(0);
        foreach (var command in new[] { "kind delete", "docker rm --force" })
        {
            machine.Inject(command, Trouble.Failure);
            var down = await machine.BigBenAsync("down");
            down.ExitCode.ShouldBe(1, down.Output);
            down.Error.ShouldContain("broken on purpose");
            Directory.Exists(machine.State).ShouldBeTrue("what is left has to be known");
        }

        await machine.DownAsync();
        machine.Get("containers").ShouldBeNull();
        machine.Get("registry").ShouldBeNull();
    }
}
