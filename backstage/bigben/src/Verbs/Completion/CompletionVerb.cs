using System.CommandLine;
using BigBen.Verbs.Usage;

namespace BigBen.Verbs.Completion;

/// <summary><c>completion</c>: prints what a shell needs to complete verbs, options and their values.</summary>
internal static class CompletionVerb
{
    private static readonly Dictionary<string, Func<System.CommandLine.Command, string>> Shells = new()
    {
        ["bash"] = BashCompletion.Of,
        ["zsh"] = BashCompletion.OfZsh,
        ["fish"] = FishCompletion.Of,
    };

    public static Verb Create()
    {
        var shell = new Argument<string>("shell") { Description = $"The shell: {string.Join(", ", Shells.Keys)}." }.From([.. Shells.Keys]);
        var command = new Verb(
            "completion",
            "Print a script by which a shell completes verbs, options and values.",
            "big-ben.sh completion bash > ~/.local/share/bash-completion/completions/big-ben.sh",
            "big-ben.sh completion fish > ~/.config/fish/completions/big-ben.sh.fish")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(Shells[parsed.GetValue(shell)!](CommandLine.Root()));
            return ExitCode.Done;
        });
        return command;
    }
}
