namespace BigBen.Platforms.Steps;

/// <summary>Runs a step's commands: none waits for ever, and what goes wrong becomes one sentence.</summary>
internal static class StepCommand
{
    /// <summary>Runs to the end; a failure is thrown.</summary>
    /// <exception cref="PlatformException">It failed or did not end in time; the sentence says what to do.</exception>
    public static async Task<string> OutputAsync(Command command, TimeSpan patience, CancellationToken cancellationToken)
    {
        var result = await RunAsync(command, patience, cancellationToken);
        return result.Succeeded ? result.Output.TrimEnd('\n') : throw new PlatformException(CommandFailure.Explain(command, result));
    }

    /// <summary>Runs to the end, whatever the exit code.</summary>
    /// <exception cref="PlatformException">It did not end in time, or cannot be started.</exception>
    public static async Task<CommandResult> RunAsync(Command command, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        try
        {
            return await command.RunAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PlatformException($"'{command}' did not end within {Duration(patience)} and was stopped; "
                + "see what it waits for, then run ./bootstrap/big-ben.sh again to go on from here.");
        }
    }

    public static string Duration(TimeSpan time) =>
        time.TotalMinutes >= 2
            ? FormattableString.Invariant($"{time.TotalMinutes:0.#} min")
            : FormattableString.Invariant($"{time.TotalSeconds:0.#} s");
}
