using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms.Kind;

/// <summary>The registry beside the cluster, and runs that end in the middle of it.</summary>
[Trait("Category", "Nightly")]
public sealed class KindRegistryTests
{
    [Fact]
    public async Task The_registry_is_finished_by_the_next_run_whatever_happened()
    {
        await using var machine = await FakeMachine.StartAsync();
        await machine.CloneAsync();
        try
        {
            // The run after a command was killed finishes it, or it would not come to the next one.
            foreach (var command in new[] { "docker run --detach", "docker network connect", "docker cp" })
            {
                var troubles = command == "docker run --detach" ? Enum.GetValues<Trouble>() : [Trouble.Failure, Trouble.Kill];
                foreach (var trouble in troubles)
                {
                    machine.Inject(command, trouble);
                    var up = await machine.UpAsync();
                    machine.WasMet.ShouldBeTrue(up.Output);
                    up.ExitCode.ShouldBe(trouble == Trouble.Kill ? 137 : 1);
                }
            }

            var resumed = await machine.UpAsync();
            resumed.ExitCode.ShouldBe(0, resumed.Error);
            foreach (var host in RepositoryRoot.Services.SelectMany(service => new[] { $"dev.{service}", $"production.{service}" }))
                resumed.Output.ShouldContain($"http://{host}.bigben.localhost:{machine.Port}");
        }
        finally
        {
            await machine.DownAsync();
        }
    }
}
