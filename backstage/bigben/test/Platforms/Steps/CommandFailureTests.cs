using BigBen.Foundation;
using BigBen.Platforms.Steps;

namespace BigBen.Tests.Platforms.Steps;

/// <summary>What a failed tool printed, as one sentence with what to do.</summary>
public class CommandFailureTests
{
    [Theory]
    [InlineData("echo 'write /x: no space left on device' >&2; exit 1", "exit code 1", "The disk is full")]
    [InlineData("echo '• Starting control-plane'; kill -9 $$", "exit code 137", "lack of memory")]
    [InlineData("echo 'values are wrong.' >&2; exit 3", "exit code 3: values are wrong.", "Fix what it names")]
    public async Task Says_what_failed_and_what_to_do(string script, string what, string remedy)
    {
        var command = new Command("sh", "-c", script);

        var said = CommandFailure.Explain(command, await command.RunAsync());

        said.ShouldContain(what);
        said.ShouldContain(remedy);
        said.ShouldEndWith("then run ./bootstrap/big-ben.sh again to go on from here.");
    }
}
