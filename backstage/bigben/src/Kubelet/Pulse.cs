namespace BigBen.Kubelet;

/// <summary>Something that happens again and again, and can be waited for.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes when it happens the next time. To miss nothing, take it before looking at what it tells of.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>It happens.</summary>
    public void Beat() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
