using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace BigBen.Verbs.Usage;

/// <summary>Help, with examples and with what the exit codes say.</summary>
/// <param name="standard">Prints usage, arguments and options.</param>
internal sealed class VerbHelp(HelpAction standard) : SynchronousCommandLineAction
{
    private static readonly (int Code, string Meaning)[] Codes =
    [
        (ExitCode.Done, "done, and proven"),
        (ExitCode.Failed, "failed or refused; the last line on standard error says why"),
        (ExitCode.Usage, "the command line cannot be understood; nothing was begun"),
        (ExitCode.Interrupted, "interrupted; run the same command again to go on from there"),
    ];

    // What people read without following a line with a finger; where output is no terminal, there would be no limit.
    private const int Widest = 120;

    /// <summary>The option of every verb that prints it.</summary>
    public static HelpOption Option()
    {
        var option = new HelpOption();
        option.Action = new VerbHelp((HelpAction)option.Action!);
        return option;
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var code = InvokeStandard(parseResult.InvocationConfiguration, parseResult);
        var command = parseResult.CommandResult.Command;
        if (command is Verb { Examples.Count: > 0 } verb)
        {
            output.WriteLine(verb.Examples.Count == 1 ? "Example:" : "Examples:");
            foreach (var example in verb.Examples)
                output.WriteLine($"  ./bootstrap/{example}");
        }
        else if (command is not Verb)
        {
            output.WriteLine("Exit codes:");
            foreach (var (number, meaning) in Codes)
                output.WriteLine($"  {number,-4} {meaning}");
        }

        return code;
    }

    // Which ends the lines that it breaks in blanks.
    private int InvokeStandard(InvocationConfiguration configuration, ParseResult parseResult)
    {
        var output = configuration.Output;
        using var text = new StringWriter();
        configuration.Output = text;
        // Asked for only here: to ask a terminal sets it up. One that does not know its width says 0.
        standard.MaxWidth = standard.MaxWidth is > 0 and < Widest and var width ? width : Widest;
        try
        {
            return standard.Invoke(parseResult);
        }
        finally
        {
            configuration.Output = output;
            output.Write(string.Join(output.NewLine, text.ToString().Split(text.NewLine).Select(line => line.TrimEnd())));
        }
    }
}
