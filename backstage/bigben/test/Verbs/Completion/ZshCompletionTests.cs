using System.CommandLine;
using BigBen.Tests.Git;
using BigBen.Verbs;
using Command = BigBen.Foundation.Command;

namespace BigBen.Tests.Verbs.Completion;

/// <summary>By zsh's emulation of bash's completion, which itself leaves out what does not begin as the word does.</summary>
public sealed class ZshCompletionTests : IDisposable
{
    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [ZshTheory]
    [InlineData("up --platform ''", "auto cluster kind local")]
    [InlineData("new ''", "service environment --port --like --after --host-prefix --state --help")]
    [InlineData("completion ''", "bash fish zsh --state --help")]
    [InlineData("--state /tmp rollback service-a ''", "developer production --remote --registry --signed --override --json --state --help")]
    public async Task The_real_zsh_is_offered_what_bash_is(string words, string completions)
    {
        var output = new StringWriter();
        CommandLine.Parse(["completion", "zsh"]).Invoke(new InvocationConfiguration { Output = output }).ShouldBe(ExitCode.Done);
        // As zsh calls it for a word that is being typed.
        var script = $$"""
            {{output}}
            words=(big-ben.sh {{words}})
            CURRENT=${#words}
            COMP_WORDS=("${words[@]}")
            COMP_CWORD=$((CURRENT - 1))
            compgen -F _big_ben -- "${words[CURRENT]}"
            """;

        var result = await new Command("zsh", ["-fc", script])
        {
            Environment = new Dictionary<string, string?> { ["HOME"] = _home.Path, ["ZDOTDIR"] = _home.Path },
        }.RunAsync(CancellationToken.None);

        result.Error.ShouldBe("");
        result.Output.TrimEnd('\n').Split('\n').ShouldBe(completions.Split(' '));
    }
}
