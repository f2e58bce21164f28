using System.CommandLine;
using Command = BigBen.Foundation.Command;
using BigBen.Verbs;

namespace BigBen.Tests.Verbs.Completion;

public sealed class BashCompletionTests
{
    [Theory]
    [InlineData("sta", "status")]
    [InlineData("re", "release remove record render")]
    [InlineData("new ''", "service environment --port --like --after --host-prefix --state --help")]
    [InlineData("up --plat", "--platform")]
    [InlineData("up --platform ''", "auto cluster kind local")]
    [InlineData("up --with ''", "monitoring")]
    [InlineData("rollback service-a p", "production")]
    [InlineData("logs --f", "--follow")]
    [InlineData("status --state /tmp ''", "--json --verbose --wait --timeout --state --help")]
    [InlineData("--state /tmp sta", "status")]
    [InlineData("completion ''", "bash fish zsh --state --help")]
    [InlineData("serve --p", "")]
    public async Task The_real_bash_completes(string words, string completions)
    {
        var output = new StringWriter();
        CommandLine.Parse(["completion", "bash"]).Invoke(new InvocationConfiguration { Output = output }).ShouldBe(ExitCode.Done);
        var script = $$"""
            {{output}}
            COMP_WORDS=(big-ben.sh {{words}})
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _big_ben
            echo "${COMPREPLY[*]}"
            """;

        var result = await new Command("bash", ["-euc", script]).RunAsync(CancellationToken.None);

        result.Error.ShouldBe("");
        result.Output.TrimEnd('\n').ShouldBe(completions);
    }
}
