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

    // The timers of .NET stand still while a laptop sleeps. None waits for longer than this and then asks the clock, so that what came due
    // meanwhile is late by no more.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

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
            var due = clock.GetUtcNow() + delay;
            if (_disposed || (_delayed.TryGetValue(key, out var planned) && planned.Due <= due))
                return;
            planned.Timer?.Dispose();
            _delayed[key] = (due, Wait(key, due, delay));
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

    private ITimer Wait(TKey key, DateTimeOffset due, TimeSpan left) => clock.CreateTimer(
        _ => Waited(key, due, left), null, (left < Longest ? left : Longest) + Resolution, Timeout.InfiniteTimeSpan);

    private void Waited(TKey key, DateTimeOffset due, TimeSpan left)
    {
        lock (_gate)
        {
            if (!_delayed.TryGetValue(key, out var planned) || planned.Due != due)
                return;
            planned.Timer.Dispose();
            // A clock that was set back makes nothing wait for longer than it was to.
            var (waited, told) = (left - Longest, due - clock.GetUtcNow());
            if (waited > TimeSpan.Zero && told > TimeSpan.Zero)
            {
                _delayed[key] = (due, Wait(key, due, waited < told ? waited : told));
                return;
            }

            _delayed.Remove(key);
        }

        Add(key);
    }
}
