namespace BigBen.ApiServer.Clients;

/// <summary>
/// Keys that wait to be worked on: each at most once, however often it is added, in the order in which they were first added; some only
/// after a while. For any number of writers and one reader.
/// </summary>
/// <typeparam name="TKey">What names a piece of work.</typeparam>
/// <param name="clock">Tells when a while is over.</param>
internal sealed class WorkQueue<TKey>(TimeProvider clock) : IDisposable
    where TKey : notnull
{
    // A timer may be early by its resolution.
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(1);

    // No timer of .NET waits longer than 49 days: what is due later is worked on in between, too.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    private readonly Lock _gate = new();
    private readonly Queue<TKey> _order = new();
    private readonly HashSet<TKey> _dirty = [];
    private readonly Dictionary<TKey, (DateTimeOffset Due, ITimer Timer)> _delayed = [];
    private readonly SemaphoreSlim _available = new(0);
    private bool _disposed;

    /// <summary>Adds a key that is to be worked on now.</summary>
    public void Add(TKey key)
    {
        lock (_gate)
        {
            if (_disposed || !_dirty.Add(key))
                return;
            _order.Enqueue(key);
            _available.Release();
        }
    }

    /// <summary>Adds a key after a while; of several whiles the shortest counts.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        lock (_gate)
        {
            delay = delay < Longest ? delay : Longest;
            var due = clock.GetUtcNow() + delay;
            if (_disposed || (_delayed.TryGetValue(key, out var planned) && planned.Due <= due))
                return;
            planned.Timer?.Dispose();
            _delayed[key] = (due, clock.CreateTimer(_ => Release(key, due), null, delay + Resolution, Timeout.InfiniteTimeSpan));
        }
    }

    /// <summary>The next key, as soon as there is one. It may be added again while it is worked on, and then comes again.</summary>
    public async Task<TKey> TakeAsync(CancellationToken cancellationToken)
    {
        await _available.WaitAsync(cancellationToken);
        lock (_gate)
        {
            var key = _order.Dequeue();
            _dirty.Remove(key);
            return key;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var (_, timer) in _delayed.Values)
                timer.Dispose();
            _delayed.Clear();
        }
    }

    private void Release(TKey key, DateTimeOffset due)
    {
        lock (_gate)
        {
            if (!_delayed.TryGetValue(key, out var planned) || planned.Due != due)
                return;
            planned.Timer.Dispose();
            _delayed.Remove(key);
        }

        Add(key);
    }
}
