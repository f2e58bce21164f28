using BigBen.Foundation;

namespace BigBen.Pipeline;

/// <summary>One delivery, release or rollback at a time; the others wait and say for whom.</summary>
public sealed class DeliveryTurns : IDisposable
{
    private readonly SemaphoreSlim turns = new(1);
    private volatile string? current;

    /// <summary>Waits for the turn of a run; disposing the result ends it.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled while it waited.</exception>
    public async Task<IDisposable> EnterAsync(Run run, CancellationToken cancellationToken)
    {
        if (!await turns.WaitAsync(0, cancellationToken))
        {
            await run.StepAsync("wait", async step =>
            {
                step.Note($"waiting for run {current}");
                await turns.WaitAsync(cancellationToken);
            });
        }

        current = run.Id;
        return new Turn(this);
    }

    /// <summary>Takes the turn where nobody has it; null where somebody does.</summary>
    public IDisposable? TryEnter(Run run)
    {
        if (!turns.Wait(0))
            return null;
        current = run.Id;
        return new Turn(this);
    }

    /// <summary>Frees the semaphore.</summary>
    public void Dispose() => turns.Dispose();

    private sealed class Turn(DeliveryTurns owner) : IDisposable
    {
        public void Dispose() => owner.turns.Release();
    }
}
