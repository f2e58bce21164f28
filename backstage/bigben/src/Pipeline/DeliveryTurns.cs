namespace BigBen.Pipeline;

/// <summary>One delivery, release or rollback at a time; the others wait and show what they wait for.</summary>
public sealed class DeliveryTurns : IDisposable
{
    private readonly SemaphoreSlim turns = new(1);
    private volatile Turn? current;

    private event Action<string>? Progress;

    /// <summary>Waits for the turn of a run; disposing the result ends it.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled while it waited.</exception>
    public async Task<IDisposable> EnterAsync(Run run, CancellationToken cancellationToken)
    {
        if (!await turns.WaitAsync(0, cancellationToken))
        {
            await run.StepAsync("wait", async step =>
            {
                step.Note($"waiting for run {current}");
                Progress += step.Note;
                try
                {
                    await turns.WaitAsync(cancellationToken);
                }
                finally
                {
                    Progress -= step.Note;
                }
            });
        }

        return new Turn(this, run);
    }

    /// <summary>Takes the turn where nobody has it; null where somebody does.</summary>
    public IDisposable? TryEnter(Run run)
    {
        return turns.Wait(0) ? new Turn(this, run) : null;
    }

    /// <summary>Frees the semaphore.</summary>
    public void Dispose() => turns.Dispose();

    private sealed class Turn : IDisposable
    {
        private readonly DeliveryTurns owner;
        private readonly Run run;
        private volatile string? step;

        public Turn(DeliveryTurns owner, Run run)
        {
            (this.owner, this.run) = (owner, run);
            owner.current = this;
            run.Told += Tell;
        }

        public void Dispose()
        {
            run.Told -= Tell;
            owner.turns.Release();
        }

        public override string ToString() => step is { } at ? $"{run.Id}, which is at: {at}" : run.Id;

        private void Tell(RunEvent runEvent)
        {
            if (runEvent is not StepStarted { Step: var started })
                return;
            step = started;
            owner.Progress?.Invoke($"{run.Id} is at: {started}");
        }
    }
}
