using System.CommandLine;
using BigBen.Verbs.Progress;
using Spectre.Console;

namespace BigBen.Verbs;

/// <summary>What every verb works with: the clone, the state folder, and the terminal or pipe it talks to.</summary>
/// <param name="Root">The clone that the command was given from.</param>
/// <param name="State">The platform's state folder.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="OutputIsTerminal">Whether a person watches: live display and colours only then.</param>
internal sealed record Session(string Root, StateFolder State, TextWriter Output, TextWriter Error, bool OutputIsTerminal)
{
    public static Session Open(ParseResult parsed)
    {
        var root = FindRoot();
        var state = parsed.GetValue(SharedOptions.State)
            ?? Environment.GetEnvironmentVariable("BIGBEN_STATE") ?? Path.Combine(root, ".big-ben");
        var terminal = !System.Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        return new Session(root, new StateFolder(state), System.Console.Out, System.Console.Error, terminal);
    }

    public IProgressDisplay Display() =>
        OutputIsTerminal ? new TerminalProgress(AnsiConsole.Console, TimeProvider.System) : new PlainProgress(Output, TimeProvider.System);

    /// <summary>The clone that the command was given from.</summary>
    /// <exception cref="PlatformException">It was given from elsewhere.</exception>
    public static string FindRoot()
    {
        if (Environment.GetEnvironmentVariable("BIGBEN_ROOT") is { } root)
            return root;
        var from = Environment.CurrentDirectory;
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "bootstrap", "big-ben.sh")))
                return folder.FullName;
        }

        throw new PlatformException($"'{from}' is not inside a clone of Big Ben; change into one and run ./bootstrap/big-ben.sh.");
    }
}
