namespace BigBen.Kubelet.Pods;

/// <summary>That a pod is to end, and how long its program may take for it. Every member may be called from any thread.</summary>
internal sealed class PodStop : IDisposable
{
    // No timer of .NET waits longer than 49 days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _requested = new();
    private readonly TaskCompletionSource _whenRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _timer;
    private DateTimeOffset _asked;
    private DateTimeOffset _deadline = DateTimeOffset.MaxValue;
    private bool _disposed;

    /// <summary>A pod that is not to end yet.</summary>
    /// <param name="clock">Tells when the grace is over.</param>
    public PodStop(TimeProvider clock)
    {
        _clock = clock;
        Requested = _requested.Token;
    }

    /// <summary>Cancelled as soon as the pod is to end.</summary>
    public CancellationToken Requested { get; }

    /// <summary>Completes as soon as the pod is to end.</summary>
    public Task WhenRequested => _whenRequested.Task;

    /// <summary>Completes when the grace is over.</summary>
    public Task Over => _over.Task;

    /// <summary>Whether the pod was deleted, and not only the kubelet is ended.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>Whether the kubelet is ended: hooks have no point any more.</summary>
    public bool IsShutdown { get; private set; }

    /// <summary>Whether the pod's work is done, or will never be: what only served it has no point any more.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>The pod's work is over, and with it what only served it. Changes nothing where the pod is to end already.</summary>
    public void Complete(TimeSpan grace)
    {
        lock (_gate)
        {
            if (_asked != default)
                return;
            IsCompleted = true;
            Ask(grace, fromNow: true);
        }
    }

    /// <summary>The pod was deleted. Asked again, it can only get faster, counted from the first time.</summary>
    public void Delete(TimeSpan grace)
    {
        lock (_gate)
        {
            IsDeleted = true;
            Ask(grace, fromNow: false);
        }
    }

    /// <summary>The kubelet is ended.</summary>
    public void Shutdown(TimeSpan grace)
    {
        lock (_gate)
        {
            IsShutdown = true;
            Ask(grace, fromNow: true);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }

        _requested.Dispose();
    }

    private void Ask(TimeSpan grace, bool fromNow)
    {
        if (_disposed)
            return;
        var now = _clock.GetUtcNow();
        if (_asked == default)
            _asked = now;
        var deadline = (fromNow ? now : _asked) + (grace < Longest ? grace : Longest);
        if (deadline >= _deadline)
            return;
        _deadline = deadline;
        var left = deadline > now ? deadline - now : TimeSpan.Zero;
        _timer?.Dispose();
        _timer = _clock.CreateTimer(_ => _over.TrySetResult(), null, left, Timeout.InfiniteTimeSpan);
        _ = _requested.CancelAsync();
        _whenRequested.TrySetResult();
    }
}
