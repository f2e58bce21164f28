using System.CommandLine;
using System.CommandLine.Invocation;
using BigBen.Foundation.Processes;
using BigBen.Verbs.Completion;
using BigBen.Verbs.Environments;
using BigBen.Verbs.Export;
using BigBen.Verbs.Lifecycle;
using BigBen.Verbs.Remote;
using BigBen.Verbs.Rendering;
using BigBen.Verbs.Secrets;
using BigBen.Verbs.Stages;
using BigBen.Verbs.Usage;
using BigBen.Verbs.Views;

namespace BigBen.Verbs;

/// <summary>The command line: finds the verb, runs it, and turns what goes wrong into one sentence and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>What people call the program.</summary>
    public const string Program = "big-ben.sh";

    /// <summary>Every verb with its options.</summary>
    public static System.CommandLine.Command Root() =>
        new(Program, "Big Ben: a GitOps platform from one command. Without a verb it means 'up'.")
        {
            SharedOptions.State,
            VerbHelp.Option(),
            new VersionOption(),
            UpVerb.Create(),
            StopVerb.Create(),
            DownVerb.Create(),
            StatusVerb.Create(),
            LogsVerb.Create(),
            ReleaseVerb.Create(),
            ApproveVerb.Create(),
            RollbackVerb.Create(),
            NewVerb.Create(),
            RemoveVerb.Create(),
            SecretVerb.Create(),
            EnvironmentsVerb.Create(),
            PipelineVerb.Create(),
            PerformanceVerb.Create(),
            AffectedVerb.Create(),
            PublishVerb.Create(),
            RecordVerb.Create(),
            PromoteVerb.Create(),
            DeploymentsVerb.Create(),
            FeaturesVerb.Create(),
            ImagesVerb.Create(),
            PruneVerb.Create(),
            DiffVerb.Create(),
            RenderVerb.Create(),
            ExportVerb.Create(),
            DoctorVerb.Create(),
            KubeconfigVerb.Create(),
            CompletionVerb.Create(),
            ServeVerb.Create(),
            ReceiveVerb.Create(),
        };

    /// <summary>Understands a command line; one without a verb is that of <c>up</c>.</summary>
    public static ParseResult Parse(string[] args)
    {
        var root = Root();
        // A word with an @ first is a word, and no file of further ones.
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null };
        if (args is ["help", .. var asked])
            return root.Parse([.. asked, "--help"], configuration);
        var parsed = root.Parse(args, configuration);
        var isUp = parsed is { Action: null or ParseErrorAction, CommandResult.Command: not Verb }
            && (parsed.UnmatchedTokens.Count == 0 || parsed.UnmatchedTokens[0].StartsWith('-'));
        return isUp ? root.Parse(["up", .. args], configuration) : parsed;
    }

    /// <summary>Does what a command line says; what goes wrong is one sentence.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="error">Takes the sentence.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter error)
    {
        LoopbackBypass.Set();
        var parsed = Parse(args);
        if (UsageError.Of(parsed) is { } wrong)
        {
            var verb = parsed.CommandResult.Command is Verb { Hidden: false } ? $"{UsageError.NameOf(parsed.CommandResult)} " : "";
            await error.WriteLineAsync($"{Program}: {wrong} See ./bootstrap/{Program} {verb}--help.");
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
            await error.WriteLineAsync($"{Program}: {e.Message}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync($"{Program}: interrupted; run the same command again to go on from here.");
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (FileFailure.Is(e))
        {
            await error.WriteLineAsync($"{Program}: {FileFailure.Explain(e)}");
            return ExitCode.Failed;
        }
        catch (Exception e)
        {
            // A defect of ours: the trace is for the report, the last line for the person.
            await error.WriteLineAsync($"{e}\n{Program}: Big Ben met a defect of its own ({e.GetType().Name}: "
                + $"{e.Message}); please report it with the lines above.");
            return ExitCode.Failed;
        }
    }
}
