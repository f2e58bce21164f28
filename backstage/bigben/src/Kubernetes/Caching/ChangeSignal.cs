namespace BigBen.Kubernetes.Caching;

/// <summary>Counts changes, and wakes who waits for the next one; a waiter that is slow sees only the last.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = New();
    private long _version;

    /// <summary>How many changes there were.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Tells of a change.</summary>
    public void Raise()
    {
        Interlocked.Increment(ref _version);
        Interlocked.Exchange(ref _next, New()).SetResult();
    }

    /// <summary>Waits until there was a change after a version.</summary>
    public async Task AfterAsync(long seen, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the version is looked at, so that no change falls in between.
            var next = Volatile.Read(ref _next).Task;
            if (Version != seen)
                return;
            await next.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
