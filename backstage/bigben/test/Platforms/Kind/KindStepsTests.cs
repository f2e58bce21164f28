using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Pipeline.Records;
using BigBen.Tests.Git;

namespace BigBen.Tests.Platforms.Kind;

/// <summary>Every step that makes the cluster: it fails, hangs, is killed, and the next run goes on from there.</summary>
public sealed class KindStepsTests
{
    // What changes the machine, in order; no registry and no forge, since the repository is hosted.
    private static readonly string[] Commands =
    [
        "kind create cluster", "helm upgrade --install traefik", "helm upgrade --install metrics-server",
        "helm upgrade --install monitoring", "apply --server-side", "helm upgrade --install argocd", "helm upgrade --install big-ben",
    ];

    [Fact]
    [Trait("Category", "Nightly")]
    public async Task A_step_that_fails_hangs_or_is_killed_is_finished_by_the_next_run()
    {
        await using var machine = await FakeMachine.StartAsync();
        machine.Timeout = 20;
        foreach (var (done, command) in Commands.Index())
        {
            // This run is also the one after the command before was killed: it finishes that one and comes as far as this one.
            machine.Forget();
            machine.Inject(command, Trouble.Failure);
            var failed = await UpAsync(machine);
            machine.WasMet.ShouldBeTrue(failed.Output);
            failed.ExitCode.ShouldBe(1);
            failed.Error.ShouldContain(command);
            failed.Error.ShouldContain("broken on purpose");
            failed.Error.TrimEnd().ShouldNotContain('\n');
            ShouldGoOnAt(machine, done - 1, until: done);

            // All commands end by the same clock: two of them tell, each for as long as the limit is.
            if (done is 0 or 5)
            {
                machine.Inject(command, Trouble.Hang);
                var hanging = await UpAsync(machine);
                machine.WasMet.ShouldBeTrue(hanging.Output);
                hanging.ExitCode.ShouldBe(1);
                hanging.Error.ShouldContain(command);
                hanging.Error.ShouldContain($"did not end within {machine.Timeout} s");
            }

            machine.Inject(command, Trouble.Kill);
            var killed = await UpAsync(machine);
            machine.WasMet.ShouldBeTrue(killed.Output);
            killed.ExitCode.ShouldBe(137);
        }

        machine.Forget();
        var resumed = await UpAsync(machine);
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        ShouldGoOnAt(machine, Commands.Length - 1, until: Commands.Length - 1);

        var down = await machine.BigBenAsync("down");
        down.ExitCode.ShouldBe(0, down.Error);
        Directory.Exists(machine.State).ShouldBeFalse();
    }

    [Fact]
    public async Task A_second_run_changes_nothing_and_says_so()
    {
        await using var machine = await FakeMachine.StartAsync();
        (await UpAsync(machine)).ExitCode.ShouldBe(0);
        machine.Forget();

        var again = await UpAsync(machine);

        again.Output.ShouldContain("Nothing to change");
        machine.Calls.ShouldNotContain(call => Commands.Any(call.Contains));
    }

    [Fact]
    public async Task A_hosted_repository_is_followed_with_its_registry_and_needs_no_forge()
    {
        await using var machine = await FakeMachine.StartAsync();

        var up = await UpAsync(machine);

        up.ExitCode.ShouldBe(0, up.Error);
        var root = machine.Calls.Single(call => call.Contains("--install big-ben"));
        root.ShouldContain($"repository={machine.In("hosted")}");
        root.ShouldContain("registry=ghcr.io/somebody");
        machine.Get("config")!.ShouldNotContain("extraMounts");
        Directory.Exists(Path.Combine(machine.State, "forge.git")).ShouldBeFalse();
        machine.Calls.ShouldNotContain(call => call.StartsWith("docker run", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_private_repository_or_image_is_found_out_before_anything_is_made()
    {
        await using var machine = await FakeMachine.StartAsync();

        var repository = await UpAsync(machine, source: machine.In("private"));
        var lost = new EnvironmentFile("developer", new Dictionary<string, ServiceRecord>
        {
            ["service-a"] = new(new string('a', 40), "aaaaaaa", $"sha256:{new string('1', 64)}"),
        });
        var clone = await TestClone.InitAsync(machine.In("hosted"));
        await clone.CommitAsync("recorded", (EnvironmentFile.PathOf("developer"), $"{lost}"));
        var image = await UpAsync(machine, machine.Registry);

        repository.ExitCode.ShouldBe(1);
        repository.Error.ShouldContain($"'{machine.In("private")}' cannot be read without a password");
        image.ExitCode.ShouldBe(1);
        image.Error.ShouldContain($"{machine.Registry}/bigben-service-a@sha256:111111111111…, which cannot be pulled without a password");
        machine.Calls.ShouldNotContain(call => Commands.Any(call.Contains));
    }

    [Fact]
    public async Task Stopped_nodes_are_started_and_nothing_is_made_again()
    {
        await using var machine = await FakeMachine.StartAsync();
        await UpAsync(machine);
        machine.Set("nodes", "exited");
        machine.Forget();

        var up = await UpAsync(machine);

        up.ExitCode.ShouldBe(0, up.Error);
        machine.Calls.ShouldContain(call => call.StartsWith("docker start", StringComparison.Ordinal));
        machine.Calls.ShouldNotContain(call => call.StartsWith("kind create", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_does_not_become_ready_is_named_with_its_reason()
    {
        await using var machine = await FakeMachine.StartAsync();
        machine.Timeout = 20;
        machine.Unready["argocd"] = new JsonObject { ["reason"] = "ImagePullBackOff", ["message"] = "no such image" };

        var up = await UpAsync(machine);

        up.ExitCode.ShouldBe(1);
        up.Error.ShouldContain($"'install Argo CD' is not done {machine.Timeout} s after its commands");
        up.Error.ShouldContain("argocd-server-0 ImagePullBackOff no such image");
    }

    // What was done before is not done again, what was interrupted and what comes after is done once.
    private static void ShouldGoOnAt(FakeMachine machine, int first, int until)
    {
        foreach (var (place, command) in Commands.Index())
            machine.Calls.Count(call => call.Contains(command)).ShouldBe(place >= first && place <= until ? 1 : 0, command);
    }

    private static async Task<CommandResult> UpAsync(FakeMachine machine, string registry = "ghcr.io/somebody", string? source = null)
    {
        var hosted = machine.In("hosted");
        if (source is null && !Directory.Exists(hosted))
            await (await TestClone.InitAsync(hosted)).CommitAsync("first", ("README.md", "x"));
        return await machine.BigBenAsync(
            "up", "--platform", "kind", "--port", $"{machine.Port}", "--source", source ?? hosted, "--registry", registry,
            "--with", "monitoring");
    }
}
