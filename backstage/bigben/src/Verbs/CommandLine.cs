using System.CommandLine;
using BigBen.Foundation;
using BigBen.Verbs.Lifecycle;
using BigBen.Verbs.Remote;
using BigBen.Verbs.Rendering;
using BigBen.Verbs.Views;

namespace BigBen.Verbs;

/// <summary>The command line: finds the verb, runs it, and turns what goes wrong into one sentence and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Every verb with its options.</summary>
    public static RootCommand Root() =>
        new("Big Ben: a GitOps platform from one command. Without a verb it means 'up'.")
        {
            SharedOptions.State,
            UpVerb.Create(),
            DownVerb.Create(),
            StatusVerb.Create(),
            LogsVerb.Create(),
            ReleaseVerb.Create(),
            RollbackVerb.Create(),
            AffectedVerb.Create(),
            PublishVerb.Create(),
            RecordVerb.Create(),
            PromoteVerb.Create(),
            FeaturesVerb.Create(),
            ImagesVerb.Create(),
            PruneVerb.Create(),
            DiffVerb.Create(),
            RenderVerb.Create(),
            DoctorVerb.Create(),
            KubeconfigVerb.Create(),
            ServeVerb.Create(),
            ReceiveVerb.Create(),
        };

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(WithDefaultVerb(args));
        if (parsed.Errors.Count > 0)
        {
            await System.Console.Error.WriteLineAsync($"big-ben.sh: {Sentence(parsed)} See ./bootstrap/big-ben.sh --help.");
            return ExitCode.Usage;
        }

        try
        {
            // Verbs end on their own when cancelled; none is cut off half-way.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = Timeout.InfiniteTimeSpan,
            });
        }
        catch (PlatformException e)
        {
            await System.Console.Error.WriteLineAsync($"big-ben.sh: {e.Message}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            await System.Console.Error.WriteLineAsync("big-ben.sh: interrupted; run the same command again to go on from here.");
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (FileFailure.Is(e))
        {
            await System.Console.Error.WriteLineAsync($"big-ben.sh: {FileFailure.Explain(e)}");
            return ExitCode.Failed;
        }
        catch (Exception e)
        {
            // A defect of ours: the trace is for the report, the last line for the person.
            await System.Console.Error.WriteLineAsync($"{e}\nbig-ben.sh: Big Ben met a defect of its own ({e.GetType().Name}: "
                + $"{e.Message}); please report it with the lines above.");
            return ExitCode.Failed;
        }
    }

    private static string[] WithDefaultVerb(string[] args) =>
        args.Length == 0 || (args[0].StartsWith('-') && args[0] is not ("--help" or "-h" or "-?" or "--version")) ? ["up", .. args] : args;

    // An unknown verb is reported twice by the parser, the first time without its name.
    private static string Sentence(ParseResult parsed) =>
        string.Join(
            ' ',
            parsed.Errors.Select(error => error.Message.TrimEnd('.') + ".").Skip(
                parsed.UnmatchedTokens.Count > 0 ? parsed.Errors.Count - 1 : 0));
}
