using System.Globalization;
using BigBen.Foundation;
using BigBen.Foundation.Processes;
using BigBen.Tests.Ingress;

namespace BigBen.Tests.Foundation;

public sealed class CommandTests
{
    [Fact]
    public async Task Output_comes_without_its_last_line_break() =>
        (await new Command("sh", "-c", "printf 'one\\ntwo\\n'").OutputAsync()).ShouldBe("one\ntwo");

    [Fact]
    public async Task Arguments_are_never_parsed_by_a_shell() =>
        (await new Command("printf", "%s", "a b; $HOME 'c'").OutputAsync()).ShouldBe("a b; $HOME 'c'");

    [Fact]
    public async Task A_failure_says_the_command_its_exit_code_and_its_last_line()
    {
        var failure = await Should.ThrowAsync<PlatformException>(
            () => new Command("sh", "-c", "echo first >&2; echo 'the reason' >&2; exit 3").OutputAsync());

        failure.Message.ShouldContain("exit code 3");
        failure.Message.ShouldContain("the reason");
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named() =>
        (await Should.ThrowAsync<PlatformException>(() => new Command("no-such-program-here").RunAsync()))
            .Message.ShouldContain("no-such-program-here");

    [Fact]
    public async Task Input_is_given_and_variables_are_set_and_removed()
    {
        var command = new Command("sh", "-c", "cat; printf '%s' \"$GREETING${HOME-none}\"")
        {
            Input = "from stdin ",
            Environment = new Dictionary<string, string?> { ["GREETING"] = "hello ", ["HOME"] = null },
        };

        (await command.OutputAsync()).ShouldBe("from stdin hello none");
    }

    [Fact]
    public async Task A_program_that_reads_no_input_is_no_failure() =>
        (await new Command("true") { Input = new string('x', 1 << 20) }.RunAsync()).ExitCode.ShouldBe(0);

    [Fact]
    public async Task What_a_program_leaves_running_is_killed_where_that_is_asked_for()
    {
        if (!OperatingSystem.IsLinux())
            return;
        // It holds the output open, and has left the family.
        var command = new Command("sh", "-c", "setsid sleep 600 & echo $!") { KillsRest = true };

        var left = (await command.OutputAsync()).Trim();

        await EndedAsync(left);
    }

    [Fact]
    public async Task What_is_spared_goes_on()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var spared = Path.GetTempFileName();
        // Its program has started for certain before the command ends: what is between two NULs is an argument (-z).
        var start = $"tail -f '{spared}' >/dev/null 2>&1 & until grep -qxz tail /proc/$!/cmdline; do :; done";
        var command = new Command("sh", "-c", $"{start}; setsid sleep 600 & echo $!") { KillsRest = true, Spares = spared };

        var left = (await command.OutputAsync()).Trim();

        var found = ProcessIdentity.WithArgument(spared).ShouldHaveSingleItem();
        found.HasArgument("another").ShouldBeFalse();
        await EndedAsync(left);
        Signals.Send(found, Signals.Kill);
        File.Delete(spared);
    }

    [Fact]
    public async Task Cancellation_does_not_wait_for_who_got_away_and_holds_the_output_open()
    {
        var file = Path.GetTempFileName();
        using var cancellation = new CancellationTokenSource();
        var command = new Command("sh", "-c", $"(sleep 600 & echo $! > '{file}'); echo started; exec sleep 601")
        {
            OnLine = _ => cancellation.Cancel(),
        };

        await Should.ThrowAsync<OperationCanceledException>(() => command.RunAsync(cancellation.Token).WaitAsync(TimeSpan.FromSeconds(60)));

        var left = ProcessIdentity.Of(int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture)).ShouldNotBeNull();
        Signals.Send(left, Signals.Kill);
        File.Delete(file);
    }

    [Fact]
    public async Task Cancellation_kills_the_program_and_its_children()
    {
        var file = Path.GetTempFileName();
        using var cancellation = new CancellationTokenSource();
        var command = new Command("sh", "-c", $"sleep 600 & echo $! > '{file}'; echo started; wait")
        {
            OnLine = _ => cancellation.Cancel(),
        };

        await Should.ThrowAsync<OperationCanceledException>(() => command.RunAsync(cancellation.Token));

        var child = (await File.ReadAllTextAsync(file)).Trim();
        await EndedAsync(child);
        File.Delete(file);
    }

    // A killed process is gone as soon as it gets a processor to end on; by itself none of these ends.
    private static Task EndedAsync(string process) => Eventually.TrueAsync(
        () => Task.FromResult(ProcessIdentity.Of(int.Parse(process, CultureInfo.InvariantCulture)) is null));
}
