namespace BigBen.Platforms.Steps;

/// <summary>
/// Runs steps: skips what is done, runs what is missing, and believes only what it has seen. Whenever it is stopped or killed, the next
/// run goes on, since nothing is remembered but what the machine itself shows.
/// </summary>
/// <param name="run">Tells the steps.</param>
/// <param name="remedy">What to do about a step that is not done in time.</param>
public sealed class StepRunner(Run run, string remedy = StepRunner.GoOn)
{
    private const string GoOn = "Run ./bootstrap/big-ben.sh again to go on from here, or ./bootstrap/destroy.sh to start over.";

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether any step had something to do.</summary>
    public bool Changed { get; private set; }

    /// <summary>Does a step where it is not done yet.</summary>
    /// <exception cref="PlatformException">A command failed or hangs, or the step's proof did not come in time.</exception>
    public Task RunAsync(PlatformStep step, CancellationToken cancellationToken) => run.StepAsync(step.Name, async told =>
    {
        var check = await step.Check(cancellationToken);
        if (check.IsDone)
        {
            told.Skip(check.Detail);
            return;
        }

        Changed |= step.Changes;
        if (check.Detail.Length > 0)
            told.Note(check.Detail);
        foreach (var (path, text) in step.Files)
            AtomicFile.Write(path, text);
        foreach (var command in check.Commands ?? step.Commands)
        {
            told.Note($"$ {command}");
            await StepCommand.OutputAsync(command, step.Patience, cancellationToken);
        }

        if (step.Apply is not null)
            await step.Apply(told, cancellationToken);
        if (step.Verify is not null)
            await VerifyAsync(step, step.Verify, cancellationToken);
    });

    /// <summary>Undoes a step, whatever of it is there, and looks that nothing is left.</summary>
    /// <exception cref="PlatformException">A command failed or hangs, or something is left.</exception>
    public Task UndoAsync(PlatformStep step, CancellationToken cancellationToken) => run.StepAsync($"undo: {step.Name}", async told =>
    {
        if (step.Left is not null && await step.Left(cancellationToken) is null)
        {
            told.Skip("nothing is there");
            return;
        }

        foreach (var command in step.Undo)
        {
            told.Note($"$ {command}");
            await StepCommand.OutputAsync(command, step.Patience, cancellationToken);
        }

        if (step.Left is not null && await step.Left(cancellationToken) is { } left)
            throw new PlatformException(
                $"{left} is left after '{step.Undo[^1]}'; remove it by hand, then run ./bootstrap/destroy.sh again.");
    });

    private async Task VerifyAsync(PlatformStep step, StepProof proof, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(proof.Deadline);
        var missing = "it was not looked at in time";
        try
        {
            while (await proof.Missing(deadline.Token) is { } reason)
            {
                missing = reason;
                await Task.Delay(Period, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PlatformException($"'{step.Name}' is not done {StepCommand.Duration(proof.Deadline)} after its commands: {missing}. "
                + remedy);
        }
    }
}
